// The walk over an object of a JSON text. Compiled three times: see `Narrow.c`, `Wide.c` and `WideRounds.c`.
#include "Body.h"

INLINE const uint8_t *space_end(const uint8_t *text) {
  while (UNLIKELY(*text <= ' ') && (*text == ' ' || *text == '\n' || *text == '\r' || *text == '\t')) text++;
  return text;
}

// What is behind a word of JSON; NULL where something else stands there.
INLINE const uint8_t *word_end(const uint8_t *text, const char *word) {
  size_t count = strlen(word);
  return memcmp(text, word, count) == 0 ? text + count : NULL;
}

// A number in the plain space of values.
typedef struct {
  bool is_integer;
  int64_t integer;
  double real;
} number;

// Makes a number of its digits, of which those that count are `digits`, and its power of ten. Returns false for an unusual one.
INLINE bool make_number(bool is_negative, uint64_t mantissa, intptr_t digits, int64_t exponent, number *result) {
  if (digits > 19) return false;
  if (exponent != 0) {
    if (mantissa == 0) {
      exponent = 0;
    } else {
      for (; exponent < 0 && mantissa % 10 == 0; digits--, exponent++) mantissa /= 10;
      if (exponent > 0 || (exponent < 0 && digits > 17)) return false;
    }
  }
  if (exponent == 0) {
    if (mantissa > INT64_MAX) return false;
    result->is_integer = true;
    result->integer = is_negative ? -(int64_t)mantissa : (int64_t)mantissa;
    return true;
  }
  double magnitude;
  if (!regraft_nearest_double(mantissa, exponent, &magnitude)) return false;
  result->is_integer = is_whole(magnitude);
  result->real = is_negative ? -magnitude : magnitude;
  if (result->is_integer) result->integer = (int64_t)result->real;
  return true;
}

// Reads a number of any form. Returns what is behind it; NULL where it is none, or an unusual one.
static __attribute__((noinline)) const uint8_t *read_any_number(const uint8_t *text, number *result) {
  bool is_negative = *text == '-';
  text += is_negative;
  uint64_t mantissa = 0;
  const uint8_t *first = text;
  text = digits_end(text, &mantissa);
  intptr_t digits = text - first;
  if (digits == 0 || (digits > 1 && *first == '0')) return NULL;
  if (*first == '0') digits = 0;
  int64_t exponent = 0;
  if (*text == '.') {
    const uint8_t *fraction = ++text;
    // Zeros at the beginning are no digits that count.
    if (digits == 0) while (*text == '0') text++;
    const uint8_t *counted = text;
    text = digits_end(text, &mantissa);
    digits += text - counted;
    if (text == fraction) return NULL;
    exponent = fraction - text;
  }
  if ((*text | 0x20) == 'e') {
    text++;
    bool is_below = *text == '-';
    text += is_below || *text == '+';
    uint64_t written = 0;
    const uint8_t *power = text;
    text = digits_end(text, &written);
    if (text == power || text - power > 4) return NULL;
    exponent += is_below ? -(int64_t)written : (int64_t)written;
  }
  return make_number(is_negative, mantissa, digits, exponent, result) ? text : NULL;
}

// Reads an integer of seven digits at most, without a sign, right behind which another value or the end of a container is.
// Returns what is behind it; NULL where it is another number, or none.
INLINE const uint8_t *read_short_integer(const uint8_t *text, int64_t *result) {
  uint64_t digits = regraft_digits(regraft_word(text));
  uint64_t others = regraft_no_digits(digits);
  if (others == 0) return NULL;
  int count = __builtin_ctzll(others) >> 3;
  uint8_t end = text[count];
  if (count == 0 || (end != ',' && end != '}' && end != ']') || (*text == '0' && count > 1)) return NULL;
  // With zeros before them.
  *result = (int64_t)regraft_number_of(digits << (64 - 8 * count));
  return text + count;
}

// As `read_any_number`, faster for most.
INLINE const uint8_t *read_number(const uint8_t *text, number *result) {
  const uint8_t *end = read_short_integer(text, &result->integer);
  if (LIKELY(end != NULL)) {
    result->is_integer = true;
    return end;
  }
  digits_of_number found;
  if (UNLIKELY(!read_digits(text, &found))) return read_any_number(text, result);
  if (!make_number(found.is_negative, found.mantissa, found.count, found.exponent, result)) return NULL;
  return text + found.length;
}

// What is behind a value that is no container; NULL where it is none, or an unusual one.
static __attribute__((noinline)) const uint8_t *scalar_end(const regraft_tables *tables, const uint8_t *text,
                                                           regraft_object *object) {
  number value;
  switch (*text) {
  case '"': return read_string(tables, text + 1, object).next;
  case 't': return word_end(text, "true");
  case 'f': return word_end(text, "false");
  case 'n': return word_end(text, "null");
  default: return read_any_number(text, &value);
  }
}

intptr_t VARIANT(regraft_take_json)(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *text,
                                    intptr_t start, regraft_object *object) {
  const keys key = keys_of(rules);
  // Their sums stay in memory, so that the few registers that a call leaves alone are left for where the walk is. The
  // first is the object itself.
  frame frames[REGRAFT_MAX_DEPTH];
  frame *open = frames;
  frame *const deepest = frames + rules->max_depth - 1;
  uint8_t role = REGRAFT_BODY;
  const uint8_t *next = text + start;
  regraft_name *before = &tables->names[REGRAFT_NAMES];
  number value;
  *open = (frame){.kind = IN_OBJECT};
  *object = (regraft_object){.id_count = 0};

// Opens a container whose bracket is at `next`.
#define OPEN(is)                     \
  do {                               \
    if (open >= deepest) return 0;   \
    *++open = (frame){.kind = (is)}; \
    next = space_end(next + 1);      \
  } while (0)

  if (*next != '{') return 0;
  next = space_end(next + 1);
  if (*next == '}') goto close;

member:
  if (*next != '"') return 0;
name:
  {
    const uint8_t *name = ++next;
    intptr_t count;
    regraft_name met;
    const regraft_name *known = find_name(tables, sixteen(name, NULL), before);
    if (LIKELY(known != NULL)) {
      before = (regraft_name *)known;
      count = known->count;
      next += count + 1;
    } else {
      regraft_string unknown = read_string(tables, next, object);
      if (unknown.text == NULL) return 0;
      name = unknown.text;
      count = unknown.count;
      next = unknown.next;
      met = name_of(tables, stored(hash(&key, name, count, NULL)));
      known = &met;
      if (name != tables->room) note(tables, &met, name, count);
    }
    if (UNLIKELY(*next != ':')) {
      next = space_end(next);
      if (*next != ':') return 0;
    }
    next = space_end(next + 1);

    if (open == frames) {
      open->name = loaded(&known->compared);
      role = known->role;
      if (role != REGRAFT_BODY) goto special;
    } else {
      open->name = loaded(&known->hash);
      if (UNLIKELY(open->kind == IN_ACL)) {
        int kind = rules_of(name, count);
        object->traits |= HAS_RULES;
        if (kind == IN_OBJECT || *next != '{') return 0;
        OPEN(kind);
        if (*next == '}') goto close;
        goto member;
      }
      if (UNLIKELY(open->kind > IN_ACL)) {
        object->traits |= HAS_RULES;
        if (!is_subject(name, count) || *next != '"') return 0;
        regraft_string rule = read_string(tables, next + 1, object);
        if (rule.text == NULL || !is_rule(rule.text, rule.count)) return 0;
        add(&key, open, TEXT, text_value(&key, rule.text, rule.count, NULL));
        next = rule.next;
        goto behind;
      }
    }
  }

value:
  if (LIKELY(*next == '"')) {
    // What looks like a date of the usual length need not be read first to know where it ends.
    if (UNLIKELY(next[24] == 'Z' && next[25] == '"')) {
      int64_t milliseconds;
      if (LIKELY(usual_date(next + 1, &milliseconds))) {
        add_number(&key, open, DATE, milliseconds);
        next += 26;
        goto behind;
      }
    }
    regraft_string text = read_string(tables, next + 1, object);
    if (UNLIKELY(text.text == NULL) || UNLIKELY(!add_text(&key, open, text.text, text.count, NULL))) return 0;
    next = text.next;
    goto behind;
  }
  if (*next <= '9') {
    if ((next = read_number(next, &value)) == NULL) return 0;
    if (value.is_integer) {
      add_number(&key, open, INTEGER, value.integer);
    } else {
      add_double(&key, open, value.real);
    }
    goto behind;
  }
  switch (*next) {
  case '{':
    OPEN(IN_OBJECT);
    if (*next == '}') goto close;
    goto member;
  case '[':
    OPEN(IN_ARRAY);
    if (*next == ']') goto close;
    goto value;
  case 't':
    if ((next = word_end(next, "true")) == NULL) return 0;
    add_number(&key, open, BOOLEAN, 1);
    break;
  case 'f':
    if ((next = word_end(next, "false")) == NULL) return 0;
    add_number(&key, open, BOOLEAN, 0);
    break;
  case 'n':
    if ((next = word_end(next, "null")) == NULL) return 0;
    add_null(rules, &key, open);
    break;
  default: return 0;
  }

behind:
  if (UNLIKELY(*next != ',')) {
    next = space_end(next);
    if (*next != ',') goto ending;
  }
  next++;
  if (open->kind == IN_ARRAY) {
    next = space_end(next);
    goto value;
  }
  if (LIKELY(*next == '"')) goto name;
  next = space_end(next);
  goto member;

ending:
  if (*next != (open->kind == IN_ARRAY ? ']' : '}')) return 0;

close:
  next++;
  if (open == frames) {
    object->body = stored(finished(&key, open, OBJECT));
    return next - text;
  }
  open--;
  if (UNLIKELY(open == frames && role == REGRAFT_IGNORED)) goto behind;
  add_ended(rules, &key, open, open + 1, &object->traits);
  goto behind;

special:
  if (role == REGRAFT_ACL && !meets_acl(object)) return 0;
  if (*next == 'n' && role > REGRAFT_STORED_ID && role < REGRAFT_DROPPED) {
    if ((next = word_end(next, "null")) == NULL) return 0;
    goto behind;
  }
  switch (role) {
  case REGRAFT_IGNORED:
    if (*next == '{' || *next == '[') goto value;
    if ((next = scalar_end(tables, next, object)) == NULL) return 0;
    goto behind;
  case REGRAFT_ACL:
    if (*next != '{') return 0;
    OPEN(IN_ACL);
    if (*next == '}') goto close;
    goto member;
  case REGRAFT_VERSION:
    if ((next = read_number(next, &value)) == NULL || !value.is_integer) return 0;
    object->version = value.integer;
    object->has_version = true;
    goto behind;
  case REGRAFT_STORED_ACL:
    object->traits |= HAS_STORED_ACL;
    role = REGRAFT_BODY;
    goto value;
  case REGRAFT_DROPPED: return 0;
  default: break;
  }
  {
    if (*next != '"') return 0;
    if (role == REGRAFT_CREATED_AT || role == REGRAFT_UPDATED_AT) {
      bool is_creation = role == REGRAFT_CREATED_AT;
      int64_t *moment = is_creation ? &object->created_at : &object->updated_at;
      if (LIKELY(next[25] == '"' && usual_date(next + 1, moment))) {
        *(is_creation ? &object->has_created_at : &object->has_updated_at) = true;
        next += 26;
        goto behind;
      }
    }
    regraft_string special = read_string(tables, next + 1, object);
    if (special.text == NULL) return 0;
    next = special.next;
    if (role == REGRAFT_ID || role == REGRAFT_STORED_ID) {
      if (object->id_count == 2 || special.text == tables->room) return 0;
      object->ids[object->id_count++] =
          (regraft_id){.start = special.text - text, .count = special.count, .is_stored = role == REGRAFT_STORED_ID};
    } else {
      bool is_creation = role == REGRAFT_CREATED_AT;
      int64_t *moment = is_creation ? &object->created_at : &object->updated_at;
      if (date_of(special.text, special.count, moment) != REGRAFT_DATE) return 0;
      *(is_creation ? &object->has_created_at : &object->has_updated_at) = true;
    }
    goto behind;
  }
#undef OPEN
}
