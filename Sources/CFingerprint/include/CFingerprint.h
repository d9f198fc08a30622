// Walks over an object of a JSON text or over a BSON document and takes what `BodyFingerprinter` takes, in one go.
//
// Nothing is refused here: whatever is unusual, and whatever is wrong, is left to the walks in Swift, one value a call,
// which say what is wrong and where. What is taken here is what they would have taken.
#ifndef REGRAFT_CFINGERPRINT_H
#define REGRAFT_CFINGERPRINT_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  uint64_t low, high;
} regraft_fingerprint;

// The secret of a keyed hash, of which there are two: one folds products, takes the first eight words, which must be odd,
// and is the same on every machine; the other one makes rounds of AES, and there is none where the processor has no
// instructions for it.
typedef struct {
  uint64_t words[12];
  bool is_of_rounds;
} regraft_key;

// What a member of the object itself is, by its name, as `MemberRoles.Role` has it.
enum {
  REGRAFT_BODY,
  REGRAFT_ID,
  REGRAFT_STORED_ID,
  REGRAFT_VERSION,
  REGRAFT_CREATED_AT,
  REGRAFT_UPDATED_AT,
  REGRAFT_ACL,
  REGRAFT_DROPPED,
  REGRAFT_IGNORED,
  // Of the body, and an ACL under a name that no export has; only in the walks.
  REGRAFT_STORED_ACL
};

// A slot of the table of roles.
typedef struct {
  // The low half of the fingerprint of the stored name.
  uint64_t name;
  // The fingerprint of the name under which the member is compared.
  regraft_fingerprint compared;
  uint8_t role;
  // Whether it is an ACL under a name that no export has.
  bool is_stored_acl;
} regraft_role;

// A name that was met before: objects of a table have the same few names, and to compare one with sixteen bytes of a text
// is faster than to find its end and to hash it.
typedef struct {
  // The bytes of the name and the one that ended it, and a mask of as many.
  uint64_t bytes[2], mask[2];
  // The fingerprint of the name, and of the one under which a member of the object itself is compared.
  regraft_fingerprint hash, compared;
  // How many bytes it has; 0 where there is none.
  uint8_t count;
  uint8_t role;
  // Which one followed it last: how far behind the first name it stands, in bytes.
  uint16_t successor;
  // The low half of the fingerprint of the name that was not found here last.
  uint64_t sought;
} regraft_name;

#define REGRAFT_NAMES 256

// How an object is taken.
typedef struct {
  regraft_key key;
  // How deep containers may be nested, the object included; below REGRAFT_MAX_DEPTH only.
  int32_t max_depth;
  bool null_equals_absent, ignores_acl;
  // Whether to walk as on every processor, also where there are vectors of 32 bytes; not with a key of rounds.
  bool is_narrow;
  // Whether ids are references only, and those under `_id` are not looked at: `ObjectIdentity.Form.references`.
  bool ids_are_references;
  // How a reference to an object of the table begins.
  const uint8_t *prefix;
  intptr_t prefix_count;
} regraft_rules;

#define REGRAFT_MAX_DEPTH 32

// An `id` or `_id`, as a range of bytes.
typedef struct {
  intptr_t start, count;
  bool is_stored;
} regraft_id;

// What was taken of an object.
typedef struct {
  regraft_fingerprint body;
  int64_t version, created_at, updated_at;
  bool has_version, has_created_at, has_updated_at, has_acl;
  // The bits of `BodyFingerprinter.Traits`.
  uint8_t traits;
  // In the order in which they stand.
  regraft_id ids[2];
  int32_t id_count;
  // Where the key begins in the only id: behind the prefix of a reference, or at once. -1 where there is none, or one with
  // something in it that is encoded.
  intptr_t key;
  // Whether there was no room for a text whose escapes are resolved.
  bool lacks_room;
} regraft_object;

// What the walks need besides the object: a table of roles, whose size is a power of two, REGRAFT_NAMES names and one more,
// which stands before the first member of an object, and room for a text whose escapes are resolved, which has
// REGRAFT_PADDING readable bytes behind it.
typedef struct {
  const regraft_role *roles;
  uint64_t role_mask;
  regraft_name *names;
  uint8_t *room;
  intptr_t room_count;
} regraft_tables;

// Takes the object whose `{` stands at `start`. The text needs REGRAFT_PADDING readable bytes behind it, of which the first is
// NUL.
//
// Returns the offset behind the object; 0 where nothing was taken, and `lacks_room` is all that is true of the object.
intptr_t regraft_take_json(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *text, intptr_t start,
                           regraft_object *object);

// Takes a document of `count` bytes. Texts are not checked for being UTF-8.
//
// Returns whether it was taken.
bool regraft_take_bson(const regraft_rules *rules, const regraft_tables *tables, const uint8_t *document, intptr_t count,
                       regraft_object *object);

// Whether a key can be one of rounds.
bool regraft_has_rounds(void);

// `FingerprintKey.hash`, `.text` and `.mix` with a key of rounds, which there must be.
regraft_fingerprint regraft_hash_by_rounds(regraft_key key, const uint8_t *bytes, intptr_t count);
regraft_fingerprint regraft_text_by_rounds(regraft_key key, const uint8_t *bytes, intptr_t count);
regraft_fingerprint regraft_mix_by_rounds(regraft_key key, regraft_fingerprint place, uint64_t tag,
                                          regraft_fingerprint value);

#endif
