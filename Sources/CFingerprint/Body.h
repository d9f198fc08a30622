// What both walks have in common: the keyed hash, the sums that make the fingerprint of a body, roles and known names. It
// says what `FingerprintKey`, `BodyFingerprinter` and `MemberRoles` say in Swift.
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

#if defined(REGRAFT_WIDE)
#include "Wide.h"
#else
#include "Narrow.h"
#endif

// MARK: Hashes

// Both halves of the product, folded into one.
INLINE uint64_t fold(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

// `FingerprintKey.hash`.
INLINE regraft_fingerprint hash(const uint64_t *key, const uint8_t *bytes, intptr_t count) {
  uint64_t a = key[0], b = key[1], x = 0, y = 0;
  intptr_t rest = count;
  for (; rest > 16; rest -= 16, bytes += 16) {
    uint64_t first = load64(bytes), second = load64(bytes + 8);
    a = fold(first ^ key[2], second ^ a);
    b = fold(first ^ b, second ^ key[3]);
  }
  if (rest >= 8) {
    x = load64(bytes);
    y = load64(bytes + rest - 8);
  } else if (rest >= 4) {
    x = load32(bytes);
    y = load32(bytes + rest - 4);
  } else if (rest > 0) {
    x = (uint64_t)bytes[0] << 16 | (uint64_t)bytes[rest / 2] << 8 | bytes[rest - 1];
  }
  uint64_t u = fold(x ^ key[4], y ^ a), v = fold(x ^ b, y ^ key[5]);
  return (regraft_fingerprint){fold(u ^ key[6], v ^ (uint64_t)count), fold(u ^ (uint64_t)count, v ^ key[7])};
}

// `FingerprintKey.mix`.
INLINE regraft_fingerprint mix(const uint64_t *key, regraft_fingerprint place, uint64_t tag, uint64_t a, uint64_t b) {
  uint64_t low = place.low ^ key[4], high = place.high ^ key[5];
  uint64_t u = fold(a ^ key[0], b ^ low), v = fold(a ^ high, (b ^ key[1]) + tag * 0x9E3779B97F4A7C15u);
  return (regraft_fingerprint){fold(u ^ key[2], v ^ low), fold(u ^ high, v ^ key[3])};
}

INLINE bool is_equal(regraft_fingerprint a, regraft_fingerprint b) { return a.low == b.low && a.high == b.high; }

// MARK: Containers

// `BodyFingerprinter.Tag`.
enum { TEXT = 1, INTEGER = 2, DOUBLE = 3, DATE = 5, BOOLEAN = 7, NULL_VALUE = 8, OBJECT = 9, ARRAY = 10 };

// What a container is.
enum { IN_OBJECT, IN_ARRAY, IN_ACL, IN_READ_RULES, IN_WRITE_RULES };

// An open container.
typedef struct {
  // Of an object the sum of its members, of an array the hash of its elements so far.
  regraft_fingerprint sum;
  // The name of the member that is read.
  regraft_fingerprint name;
  uint64_t count;
  int kind;
} frame;

// Adds a value to a container.
INLINE void add(const uint64_t *key, frame *open, uint64_t tag, uint64_t a, uint64_t b) {
  if (open->kind == IN_ARRAY) {
    open->sum = mix(key, open->sum, tag, a, b);
  } else {
    regraft_fingerprint member = mix(key, open->name, tag, a, b);
    uint64_t low = open->sum.low + member.low;
    open->sum.high += member.high + (low < member.low);
    open->sum.low = low;
  }
  open->count++;
}

INLINE void add_integer(const uint64_t *key, frame *open, int64_t value) {
  add(key, open, INTEGER, (uint64_t)value, 0);
}

// Whether a double is a whole number, which it then is in the plain space of values.
INLINE bool is_whole(double value) {
  return value >= -0x1p63 && value < 0x1p63 && (double)(int64_t)value == value;
}

// Adds a double, which is finite.
INLINE void add_double(const uint64_t *key, frame *open, double value) {
  if (is_whole(value)) {
    add_integer(key, open, (int64_t)value);
    return;
  }
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  add(key, open, DOUBLE, bits, 0);
}

// Adds a text, which may be a date. Returns false where that is not found out here.
INLINE bool add_text(const uint64_t *key, frame *open, const uint8_t *text, intptr_t count) {
  if (count >= 20 && text[count - 1] == 'Z') {
    int64_t milliseconds;
    regraft_date_kind date = date_of(text, count, &milliseconds);
    if (date == REGRAFT_LONG_FRACTION) return false;
    if (date == REGRAFT_DATE) {
      add(key, open, DATE, (uint64_t)milliseconds, 0);
      return true;
    }
  }
  regraft_fingerprint value = hash(key, text, count);
  add(key, open, TEXT, value.low, value.high);
  return true;
}

INLINE void add_null(const regraft_rules *rules, frame *open) {
  if (open->kind == IN_ARRAY || !rules->null_equals_absent) add(rules->key, open, NULL_VALUE, 0, 0);
}

// `BodyFingerprinter.Traits`.
enum { HAS_READ_RULES = 1, HAS_RULES = 32, HAS_STORED_ACL = 64 };

// Adds a container that has ended to the one around it.
INLINE void add_ended(const regraft_rules *rules, frame *open, const frame *ended, uint8_t *traits) {
  if (UNLIKELY(ended->kind > IN_ARRAY)) {
    // A part of an ACL: empty ones count as absent.
    if (ended->count == 0) return;
    if (ended->kind == IN_READ_RULES) *traits |= HAS_READ_RULES;
    if (ended->kind == IN_ACL && rules->ignores_acl) return;
  }
  uint64_t tag = ended->kind == IN_ARRAY ? ARRAY : OBJECT;
  regraft_fingerprint value = mix(rules->key, ended->sum, tag, ended->count, 0);
  add(rules->key, open, tag, value.low, value.high);
}

// MARK: Rules of an ACL

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

// Adds a rule. Returns false where the text is none.
INLINE bool add_rule(const regraft_rules *rules, frame *open, const uint8_t *text, intptr_t count) {
  regraft_fingerprint rule = hash(rules->key, text, count);
  if (!is_equal(rule, rules->allow) && !is_equal(rule, rules->deny)) return false;
  add(rules->key, open, TEXT, rule.low, rule.high);
  return true;
}

// MARK: Names

// Whether sixteen bytes of a text begin with a name and what ended it.
INLINE bool begins_with(const uint8_t *text, const regraft_name *name) {
  const uint8_t *mask = mask_of_first(name->count + 1);
  uint64_t differing = ((load64(text) ^ name->first) & load64(mask)) | ((load64(text + 8) ^ name->second) & load64(mask + 8));
  return differing == 0 && name->count != 0;
}

// Finds a name where a text begins with it and the byte that ended it before; NULL where it is not known.
INLINE const regraft_name *find_name(const regraft_name *names, const uint8_t *text, uint32_t *place) {
  // By the first three bytes, the lowest of the word.
  *place = (little32(text) * 0x3779B100u) >> 24;
  const regraft_name *name = &names[*place];
  return LIKELY(begins_with(text, name)) ? name : NULL;
}

// What a member of the object itself is: finds its role, and under which name it is compared.
static inline regraft_name name_of(const regraft_tables *tables, regraft_fingerprint hash) {
  regraft_name name = {.hash = hash, .compared = hash, .role = REGRAFT_BODY};
  const regraft_role *slot = &tables->roles[hash.low & tables->role_mask];
  if (slot->name == hash.low) {
    name.compared = slot->compared;
    name.role = slot->role;
    name.is_stored_acl = slot->is_stored_acl;
  }
  return name;
}

// Notes a name at the place where it was not found, if it was sought there just before: then it will come again, as most do
// not that are met once. The last one of those with the same place stays.
//
// Names are compared with what stands in a text, so that one is not noted that JSON would have to escape, and none may be
// that is not UTF-8; the byte behind the name is one of the sixteen too, and one of the three behind the first.
static inline void note(const regraft_tables *tables, uint32_t place, const regraft_name *name, const uint8_t *text,
                        intptr_t count) {
  regraft_name *slot = &tables->names[place];
  if (slot->sought != name->hash.low) {
    slot->sought = name->hash.low;
    return;
  }
  if (count < 2 || count > 15 || !regraft_is_utf8(text, count)) return;
  for (intptr_t index = 0; index < count; index++) {
    if (text[index] < 0x20 || text[index] == '"' || text[index] == '\\') return;
  }
  // With what ended it.
  uint8_t bytes[16] = {0};
  memcpy(bytes, text, (size_t)count + 1);
  *slot = *name;
  slot->first = load64(bytes);
  slot->second = load64(bytes + 8);
  slot->count = (uint8_t)count;
}

#endif
