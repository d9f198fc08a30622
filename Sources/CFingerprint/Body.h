// What both walks have in common: the sums that make the fingerprint of a body, roles and known names. It says what
// `BodyFingerprinter` and `MemberRoles` say in Swift.
#ifndef REGRAFT_BODY_H
#define REGRAFT_BODY_H

#include <string.h>

#include "CFingerprint.h"
#include "CScan.h"

// No surer than that: what is thought to hardly ever happen, and so is what is behind it, is compiled for size.
#define LIKELY(condition) __builtin_expect_with_probability(!!(condition), 1, 0.9)
#define UNLIKELY(condition) __builtin_expect_with_probability(!!(condition), 0, 0.9)
#define INLINE static inline __attribute__((always_inline))

INLINE uint64_t load64(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

INLINE uint32_t load32(const uint8_t *bytes) {
  uint32_t word;
  memcpy(&word, bytes, sizeof word);
  return word;
}

// The same with the first byte as the lowest.
INLINE uint32_t little32(const uint8_t *bytes) {
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  return __builtin_bswap32(load32(bytes));
#else
  return load32(bytes);
#endif
}

// A mask of sixteen bytes for the first `count` of as many, which are at most 16.
INLINE const uint8_t *mask_of_first(intptr_t count) {
  static const uint8_t leading[32] = {[0 ... 15] = 0xFF};
  return leading + 16 - count;
}

// `BodyFingerprinter.Tag`, and what is hashed by itself.
enum { TEXT = 1, INTEGER = 2, DOUBLE = 3, DATE = 5, BOOLEAN = 7, NULL_VALUE = 8, OBJECT = 9, ARRAY = 10, ALONE = 31 };

// What a number is written with: digits without a point, how many of them count, and the power of ten that they are to be
// multiplied with.
typedef struct {
  bool is_negative;
  uint64_t mantissa;
  intptr_t count;
  int64_t exponent;
  // How many bytes it has.
  intptr_t length;
} digits_of_number;

#if defined(REGRAFT_WIDE)
#include "Wide.h"
#else
#include "Narrow.h"
#endif

#if defined(REGRAFT_ROUNDS)
#include "Rounds.h"
#else
#include "Products.h"
#endif

// MARK: Containers

// What a container is.
enum { IN_OBJECT, IN_ARRAY, IN_ACL, IN_READ_RULES, IN_WRITE_RULES };

// An open container.
typedef struct {
  // Of an object the sum of its members, of an array the hash of its elements so far.
  lanes sum;
  // The name of the member that is read.
  lanes name;
  uint64_t count;
  int kind;
} frame;

// Adds a value to a container.
INLINE void add(const keys *key, frame *open, int tag, lanes value) {
  if (UNLIKELY(open->kind == IN_ARRAY)) {
    open->sum = mix(key, open->sum, tag, value);
  } else {
    open->sum = sum_of(open->sum, mix(key, open->name, tag, value));
  }
  open->count++;
}

INLINE void add_number(const keys *key, frame *open, int tag, int64_t number) {
  add(key, open, tag, number_value((uint64_t)number));
}

// Whether a double is a whole number, which it then is in the plain space of values.
INLINE bool is_whole(double value) {
  return value >= -0x1p63 && value < 0x1p63 && (double)(int64_t)value == value;
}

// Adds a double, which is finite.
INLINE void add_double(const keys *key, frame *open, double value) {
  if (is_whole(value)) {
    add_number(key, open, INTEGER, (int64_t)value);
    return;
  }
  int64_t bits;
  memcpy(&bits, &value, sizeof bits);
  add_number(key, open, DOUBLE, bits);
}

// Adds a text, which may be a date. Returns false where that is not found out here. See `sixteen` for `last`.
INLINE bool add_text(const keys *key, frame *open, const uint8_t *text, intptr_t count, const uint8_t *last) {
  if (UNLIKELY(count >= 20 && text[count - 1] == 'Z')) {
    int64_t milliseconds;
    regraft_date_kind date = date_of(text, count, &milliseconds);
    if (date == REGRAFT_LONG_FRACTION) return false;
    if (date == REGRAFT_DATE) {
      add_number(key, open, DATE, milliseconds);
      return true;
    }
  }
  add(key, open, TEXT, text_value(key, text, count, last));
  return true;
}

INLINE void add_null(const regraft_rules *rules, const keys *key, frame *open) {
  if (open->kind == IN_ARRAY || !rules->null_equals_absent) add_number(key, open, NULL_VALUE, 0);
}

// `BodyFingerprinter.Traits`.
enum { HAS_READ_RULES = 1, HAS_RULES = 32, HAS_STORED_ACL = 64 };

// What stands for a container that has ended.
INLINE lanes finished(const keys *key, const frame *ended, int tag) {
  return mix(key, ended->sum, tag, number_value(ended->count));
}

// Adds a container that has ended to the one around it.
INLINE void add_ended(const regraft_rules *rules, const keys *key, frame *open, const frame *ended, uint8_t *traits) {
  if (UNLIKELY(ended->kind > IN_ARRAY)) {
    // A part of an ACL: empty ones count as absent.
    if (ended->count == 0) return;
    if (ended->kind == IN_READ_RULES) *traits |= HAS_READ_RULES;
    if (ended->kind == IN_ACL && rules->ignores_acl) return;
  }
  if (ended->kind == IN_ARRAY) {
    add(key, open, ARRAY, finished(key, ended, ARRAY));
  } else {
    add(key, open, OBJECT, finished(key, ended, OBJECT));
  }
}

// MARK: Rules of an ACL

// Takes note of a member that is the ACL. Returns false where there was one before: a reader would take one of two.
INLINE bool meets_acl(regraft_object *object) {
  if (object->has_acl) return false;
  object->has_acl = true;
  return true;
}

// The part of an ACL that a name stands for; IN_OBJECT for none.
static inline int rules_of(const uint8_t *name, intptr_t count) {
  if (count == 4 && memcmp(name, "read", 4) == 0) return IN_READ_RULES;
  return count == 5 && memcmp(name, "write", 5) == 0 ? IN_WRITE_RULES : IN_OBJECT;
}

// Whether a text names whom a rule is for: a user, a role, or everybody.
static inline bool is_subject(const uint8_t *text, intptr_t count) {
  if (count == 1) return text[0] == '*';
  return count > 9 && (memcmp(text, "/db/User/", 9) == 0 || memcmp(text, "/db/Role/", 9) == 0);
}

// Whether a text is a rule.
static inline bool is_rule(const uint8_t *text, intptr_t count) {
  return (count == 5 && memcmp(text, "allow", 5) == 0) || (count == 4 && memcmp(text, "deny", 4) == 0);
}

// MARK: Names

// Where a name is noted: by its first three bytes, the lowest of the word.
INLINE uint32_t place_of(uint32_t word) { return (word * 0x3779B100u) >> 24; }

// Finds the name, and the byte that ended it, with which sixteen bytes begin; NULL where it is not known. `before` is the
// known name that was met last: mostly the one that followed it in the object before follows it again, and to look there
// first needs no byte of the text, so that a processor is ahead of what it reads.
INLINE regraft_name *find_name(const regraft_tables *tables, sixteen_bytes bytes, regraft_name *before) {
  regraft_name *name = (regraft_name *)((uint8_t *)tables->names + before->successor);
  if (LIKELY(begins_with(bytes, name))) return name;
  uint32_t place = place_of(first_word(bytes));
  name = &tables->names[place];
  if (UNLIKELY(!begins_with(bytes, name))) return NULL;
  before->successor = (uint16_t)((uint8_t *)name - (uint8_t *)tables->names);
  return name;
}

// What a member of the object itself is: finds its role, and under which name it is compared.
static inline regraft_name name_of(const regraft_tables *tables, regraft_fingerprint hash) {
  regraft_name name = {.hash = hash, .compared = hash, .role = REGRAFT_BODY};
  const regraft_role *slot = &tables->roles[hash.low & tables->role_mask];
  if (slot->name == hash.low) {
    name.compared = slot->compared;
    name.role = slot->is_stored_acl ? REGRAFT_STORED_ACL : slot->role;
  }
  return name;
}

// Notes a name that was not found, if it was sought at its place just before: then it will come again, as most do not that
// are met once. The last one of those with the same place stays.
//
// Names are compared with what stands in a text, so that one is not noted that JSON would have to escape, and none may be
// that is not UTF-8; the byte behind the name is one of the sixteen too, and one of the three at least.
static inline void note(const regraft_tables *tables, const regraft_name *name, const uint8_t *text, intptr_t count) {
  if (count < 2 || count > 15) return;
  regraft_name *slot = &tables->names[place_of(little32(text))];
  if (slot->sought != name->hash.low) {
    slot->sought = name->hash.low;
    return;
  }
  if (!regraft_is_utf8(text, count)) return;
  for (intptr_t index = 0; index < count; index++) {
    if (text[index] < 0x20 || text[index] == '"' || text[index] == '\\') return;
  }
  uint16_t successor = slot->successor;
  *slot = *name;
  slot->successor = successor;
  // With what ended it.
  memcpy(slot->bytes, text, (size_t)count + 1);
  memcpy(slot->mask, mask_of_first(count + 1), 16);
  slot->count = (uint8_t)count;
}

#endif
