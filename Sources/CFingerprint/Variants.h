// The walks as they are compiled: for every processor, for those with vectors of 32 bytes, and for those with keys of
// rounds. What is left to `regraft_take_json` and `regraft_take_bson` is where the key begins.
#ifndef REGRAFT_VARIANTS_H
#define REGRAFT_VARIANTS_H

#include "CFingerprint.h"

intptr_t regraft_take_json_narrow(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *text,
                                  intptr_t start, regraft_object *object);
bool regraft_take_bson_narrow(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *document,
                              intptr_t count, regraft_object *object);
intptr_t regraft_take_json_wide(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *text, intptr_t start,
                                regraft_object *object);
bool regraft_take_bson_wide(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *document, intptr_t count,
                            regraft_object *object);
intptr_t regraft_take_json_by_rounds(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *text,
                                     intptr_t start, regraft_object *object);
bool regraft_take_bson_by_rounds(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *document,
                                 intptr_t count, regraft_object *object);

#endif
