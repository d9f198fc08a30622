// The walks as compiled for every processor, and which ones are taken.
#define VARIANT(name) name##_narrow

#include "BSONWalk.h"
#include "JSONWalk.h"
#include "Variants.h"

bool regraft_has_rounds(void) {
#if defined(__x86_64__)
  return regraft_is_wide() && __builtin_cpu_supports("aes");
#else
  return false;
#endif
}

intptr_t regraft_take_json(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *text, intptr_t start,
                           regraft_object *object) {
#if defined(__x86_64__)
  if (rules->key.is_of_rounds) return regraft_take_json_by_rounds(rules, tables, text, start, object);
  if (regraft_is_wide()) return regraft_take_json_wide(rules, tables, text, start, object);
#endif
  return regraft_take_json_narrow(rules, tables, text, start, object);
}

bool regraft_take_bson(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *document, intptr_t count,
                       regraft_object *object) {
#if defined(__x86_64__)
  if (rules->key.is_of_rounds) return regraft_take_bson_by_rounds(rules, tables, document, count, object);
  if (regraft_is_wide()) return regraft_take_bson_wide(rules, tables, document, count, object);
#endif
  return regraft_take_bson_narrow(rules, tables, document, count, object);
}
