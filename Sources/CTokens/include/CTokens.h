// Takes objects of a JSON text by their tokens, for the last check, which reads what is to be published and the export once
// more. It is used by nothing else, and uses nothing of what else reads JSON: a mistake there must not be made here again.
#ifndef REGRAFT_CTOKENS_H
#define REGRAFT_CTOKENS_H

#include <stdbool.h>
#include <stdint.h>

// Finds the tokens in `count` bytes, which begin outside of a string: brackets, colons, commas, the first quote of each
// string, and the first byte of each number or literal. Of the latter no more is known than that they are of letters,
// digits, signs and points. Within a string, a backslash and what is behind it are passed over.
//
// `tokens` gets the offset of each in order, and needs room for `count`.
//
// Returns how many there are. Where something stands that can stand nowhere there, as a control character in a string does,
// no token is found behind it, and perhaps none in the 63 bytes before it.
intptr_t regraft_tokens(const uint8_t *text, intptr_t count, uint32_t *tokens);

// The same on every processor, a byte at a time.
intptr_t regraft_tokens_bytewise(const uint8_t *text, intptr_t count, uint32_t *tokens);

// What became of an object.
typedef enum {
  REGRAFT_TAKEN,
  // It does not end among the tokens that there are.
  REGRAFT_CUT_SHORT,
  // It has no `id`, or more than one, or one that is no plain text; or something in it is wrong, or unusual.
  REGRAFT_UNUSUAL
} regraft_outcome;

// An object that was taken.
typedef struct {
  // Where its id begins, and where it ends.
  intptr_t id, id_end;
  // The offset behind the object, and how many tokens it has.
  intptr_t end, tokens;
} regraft_identified;

// Takes the object whose bracket is the first of `count` tokens, as `regraft_tokens` has found them in the same text.
regraft_outcome regraft_identify(const uint8_t *text, const uint32_t *tokens, intptr_t count, regraft_identified *object);

#endif
