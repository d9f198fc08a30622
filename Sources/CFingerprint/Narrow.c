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

// Where the key begins in the only id of an object; -1 where there is none that is one as most are.
static intptr_t key_of(const regraft_rules *rules, const regraft_object *object, const uint8_t *bytes) {
  if (object->id_count != 1) return -1;
  const uint8_t *id = bytes + object->ids[0].start;
  intptr_t count = object->ids[0].count, start = 0;
  if (count == 0) return -1;
  // A slash may begin a reference to another table.
  if (*id == '/') {
    start = rules->prefix_count;
    if (count <= start || memcmp(id, rules->prefix, (size_t)start) != 0) return -1;
  }
  if (rules->ids_are_references && (start == 0 || object->ids[0].is_stored)) return -1;
  return memchr(id + start, '%', (size_t)(count - start)) == NULL ? start : -1;
}

static intptr_t take_json(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *text, intptr_t start,
                          regraft_object *object) {
#if defined(__x86_64__)
  if (rules->key.is_of_rounds) return regraft_take_json_by_rounds(rules, tables, text, start, object);
  if (!rules->is_narrow && regraft_is_wide()) return regraft_take_json_wide(rules, tables, text, start, object);
#endif
  return regraft_take_json_narrow(rules, tables, text, start, object);
}

intptr_t regraft_take_json(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *text, intptr_t start,
                           regraft_object *object) {
  intptr_t end = take_json(rules, tables, text, start, object);
  if (end > 0) object->key = key_of(rules, object, text);
  return end;
}

static bool take_bson(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *document, intptr_t count,
                      regraft_object *object) {
#if defined(__x86_64__)
  if (rules->key.is_of_rounds) return regraft_take_bson_by_rounds(rules, tables, document, count, object);
  if (!rules->is_narrow && regraft_is_wide()) return regraft_take_bson_wide(rules, tables, document, count, object);
#endif
  return regraft_take_bson_narrow(rules, tables, document, count, object);
}

bool regraft_take_bson(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *document, intptr_t count,
                       regraft_object *object) {
  bool is_taken = take_bson(rules, tables, document, count, object);
  if (is_taken) object->key = key_of(rules, object, document);
  return is_taken;
}
