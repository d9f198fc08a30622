// The walk over a BSON document. Compiled three times: see `Narrow.c`, `Wide.c` and `WideRounds.c`.
#include "Body.h"

// The types of elements that are taken here (https://bsonspec.org/spec.html).
enum {
  TYPE_DOUBLE = 0x01,
  TYPE_TEXT = 0x02,
  TYPE_DOCUMENT = 0x03,
  TYPE_ARRAY = 0x04,
  TYPE_BOOLEAN = 0x08,
  TYPE_DATE = 0x09,
  TYPE_NULL = 0x0A,
  TYPE_INT32 = 0x10,
  TYPE_INT64 = 0x12
};

// Where the NUL is that ends the document at `bytes`; NULL where it is none that ends before `limit`.
INLINE const uint8_t *document_end(const uint8_t *bytes, const uint8_t *limit) {
  if (limit - bytes < 5) return NULL;
  int32_t length = (int32_t)load32(bytes);
  if (length < 5 || length > limit - bytes) return NULL;
  const uint8_t *end = bytes + length - 1;
  return *end == 0 ? end : NULL;
}

// Where the NUL is that ends a name; NULL where there is none before `end`.
INLINE const uint8_t *name_end(const uint8_t *name, const uint8_t *end) {
  for (; end - name >= 8; name += 8) {
    uint64_t word = load64(name);
    uint64_t zeros = (word - 0x0101010101010101u) & ~word & 0x8080808080808080u;
    if (zeros != 0) return name + (__builtin_ctzll(zeros) >> 3);
  }
  for (; name < end; name++) {
    if (*name == 0) return name;
  }
  return NULL;
}

// How many bytes the text has whose length is at `bytes`; -1 where it does not end before `end`.
INLINE intptr_t text_count(const uint8_t *bytes, const uint8_t *end) {
  if (end - bytes < 5) return -1;
  int32_t length = (int32_t)load32(bytes);
  if (length < 1 || length > end - bytes - 4 || bytes[3 + length] != 0) return -1;
  return length - 1;
}

INLINE double load_double(const uint8_t *bytes) {
  double value;
  memcpy(&value, bytes, sizeof value);
  return value;
}

// Whether a moment has a text: `ISODate.range`.
INLINE bool has_text(int64_t milliseconds) {
  return milliseconds >= -62167219200000 && milliseconds <= 253402300799999;
}

// How many bytes a value has that is no container; -1 where it is an unusual one, or does not end before `end`.
static inline intptr_t scalar_count(uint8_t type, const uint8_t *bytes, const uint8_t *end) {
  switch (type) {
  case TYPE_TEXT: {
    intptr_t count = text_count(bytes, end);
    return count < 0 ? -1 : count + 5;
  }
  case TYPE_NULL: return 0;
  case TYPE_BOOLEAN: return bytes < end && *bytes <= 1 ? 1 : -1;
  case TYPE_INT32: return end - bytes < 4 ? -1 : 4;
  case TYPE_INT64: return end - bytes < 8 ? -1 : 8;
  case TYPE_DATE: return end - bytes < 8 || !has_text((int64_t)load64(bytes)) ? -1 : 8;
  case TYPE_DOUBLE: return end - bytes < 8 || !__builtin_isfinite(load_double(bytes)) ? -1 : 8;
  default: return -1;
  }
}

bool VARIANT(regraft_take_bson)(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *document,
                                intptr_t count, regraft_object *object) {
  if (count < 16) return false;
  const keys key = keys_of(rules);
  const uint8_t *const limit = document + count, *const last = limit - 16;
  const uint8_t *end = document_end(document, limit);
  if (end == NULL || end + 1 != limit) return false;
  const uint8_t *next = document + 4;
  frame outer[REGRAFT_MAX_DEPTH];
  const uint8_t *outer_ends[REGRAFT_MAX_DEPTH];
  frame open = {.kind = IN_OBJECT};
  int32_t depth = 0;
  uint8_t role = REGRAFT_BODY, type;
  regraft_name *before = &tables->names[REGRAFT_NAMES];
  *object = (regraft_object){.id_count = 0};

// Opens a container whose length is at `next`.
#define OPEN(is)                                                 \
  do {                                                           \
    const uint8_t *inner_end = document_end(next, end);          \
    if (inner_end == NULL || depth + 1 >= rules->max_depth) return false; \
    outer_ends[depth] = end;                                     \
    outer[depth++] = open;                                       \
    open = (frame){.kind = (is)};                                \
    end = inner_end;                                             \
    next += 4;                                                   \
  } while (0)

next:
  if (UNLIKELY(next >= end)) goto close;
  type = *next++;
  if (UNLIKELY(open.kind == IN_ARRAY)) {
    // Names of elements mean nothing, and most have one digit.
    if (LIKELY(next[0] != 0 && next[1] == 0)) {
      next += 2;
    } else {
      if ((next = name_end(next, end)) == NULL) return false;
      next++;
    }
    goto value;
  }
  {
    const uint8_t *name = next;
    intptr_t name_count;
    regraft_name met;
    const regraft_name *known = find_name(tables, sixteen(name, last), before);
    if (LIKELY(known != NULL)) {
      before = (regraft_name *)known;
      name_count = known->count;
    } else {
      const uint8_t *nul = name_end(name, end);
      if (nul == NULL) return false;
      name_count = nul - name;
      met = name_of(tables, stored(hash(&key, name, name_count, last)));
      known = &met;
      note(tables, &met, name, name_count);
    }
    next += name_count + 1;

    if (LIKELY(depth == 0)) {
      open.name = loaded(&known->compared);
      role = known->role;
      if (UNLIKELY(role != REGRAFT_BODY)) goto special;
    } else {
      open.name = loaded(&known->hash);
      if (UNLIKELY(open.kind >= IN_ACL)) {
        object->traits |= HAS_RULES;
        if (open.kind == IN_ACL) {
          int kind = rules_of(name, name_count);
          if (kind == IN_OBJECT || type != TYPE_DOCUMENT) return false;
          OPEN(kind);
          goto next;
        }
        if (!is_subject(name, name_count) || type != TYPE_TEXT) return false;
        intptr_t rule_count = text_count(next, end);
        if (rule_count < 0 || !is_rule(next + 4, rule_count)) return false;
        add(&key, &open, TEXT, text_value(&key, next + 4, rule_count, last));
        next += 5 + rule_count;
        goto next;
      }
    }
  }

value:
  switch (type) {
  case TYPE_TEXT: {
    intptr_t text = text_count(next, end);
    if (text < 0 || !add_text(&key, &open, next + 4, text, last)) return false;
    next += 5 + text;
    goto next;
  }
  case TYPE_DOUBLE: {
    if (end - next < 8) return false;
    double value = load_double(next);
    if (!__builtin_isfinite(value)) return false;
    add_double(&key, &open, value);
    next += 8;
    goto next;
  }
  case TYPE_INT32:
    if (end - next < 4) return false;
    add_number(&key, &open, INTEGER, (int32_t)load32(next));
    next += 4;
    goto next;
  case TYPE_INT64:
    if (end - next < 8) return false;
    add_number(&key, &open, INTEGER, (int64_t)load64(next));
    next += 8;
    goto next;
  case TYPE_DATE:
    if (end - next < 8 || !has_text((int64_t)load64(next))) return false;
    add_number(&key, &open, DATE, (int64_t)load64(next));
    next += 8;
    goto next;
  case TYPE_BOOLEAN:
    if (end - next < 1 || *next > 1) return false;
    add_number(&key, &open, BOOLEAN, *next);
    next++;
    goto next;
  case TYPE_NULL: add_null(rules, &key, &open); goto next;
  case TYPE_DOCUMENT: OPEN(IN_OBJECT); goto next;
  case TYPE_ARRAY: OPEN(IN_ARRAY); goto next;
  default: return false;
  }

close:
  if (next != end) return false;
  next++;
  if (depth == 0) {
    object->body = stored(finished(&key, &open, OBJECT));
    return true;
  }
  {
    frame ended = open;
    open = outer[--depth];
    end = outer_ends[depth];
    if (UNLIKELY(depth == 0 && role == REGRAFT_IGNORED)) goto next;
    add_ended(rules, &key, &open, &ended, &object->traits);
    goto next;
  }

special:
  if (UNLIKELY(type == TYPE_NULL) && role > REGRAFT_STORED_ID && role < REGRAFT_DROPPED) {
    if (role == REGRAFT_ACL && !meets_acl(object)) return false;
    goto next;
  }
  switch (role) {
  case REGRAFT_ID:
  case REGRAFT_STORED_ID: {
    intptr_t id_count = type == TYPE_TEXT ? text_count(next, end) : -1;
    if (id_count < 0 || object->id_count == 2) return false;
    object->ids[object->id_count++] =
        (regraft_id){.start = next + 4 - document, .count = id_count, .is_stored = role == REGRAFT_STORED_ID};
    next += 5 + id_count;
    goto next;
  }
  case REGRAFT_VERSION:
    if (type == TYPE_INT32 && end - next >= 4) {
      object->version = (int32_t)load32(next);
      next += 4;
    } else if (type == TYPE_INT64 && end - next >= 8) {
      object->version = (int64_t)load64(next);
      next += 8;
    } else {
      return false;
    }
    object->has_version = true;
    goto next;
  case REGRAFT_CREATED_AT:
  case REGRAFT_UPDATED_AT: {
    if (type != TYPE_DATE || end - next < 8 || !has_text((int64_t)load64(next))) return false;
    bool is_creation = role == REGRAFT_CREATED_AT;
    *(is_creation ? &object->created_at : &object->updated_at) = (int64_t)load64(next);
    *(is_creation ? &object->has_created_at : &object->has_updated_at) = true;
    next += 8;
    goto next;
  }
  case REGRAFT_ACL:
    if (type != TYPE_DOCUMENT || !meets_acl(object)) return false;
    OPEN(IN_ACL);
    goto next;
  case REGRAFT_STORED_ACL:
    object->traits |= HAS_STORED_ACL;
    role = REGRAFT_BODY;
    goto value;
  case REGRAFT_IGNORED: {
    if (type == TYPE_DOCUMENT || type == TYPE_ARRAY) goto value;
    intptr_t count = scalar_count(type, next, end);
    if (count < 0) return false;
    next += count;
    goto next;
  }
  default: return false;
  }
#undef OPEN
}
