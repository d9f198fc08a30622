#ifndef REGRAFT_WORDS_H
#define REGRAFT_WORDS_H

#include <stdint.h>
#include <string.h>

// Eight bytes, the first one as the lowest.
static inline uint64_t regraft_word(const uint8_t *bytes) {
  uint64_t word;
  memcpy(&word, bytes, sizeof word);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  return word;
}

#endif
