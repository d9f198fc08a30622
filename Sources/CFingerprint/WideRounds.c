// The walks as compiled for processors with vectors of 32 bytes and AES, with keys of rounds; and their hash by itself.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "CScan.h"
#include "Variants.h"

#define VARIANT(name) name##_by_rounds
#define REGRAFT_WIDE
#define REGRAFT_ROUNDS

// All functions from here on, also those that are inlined.
#pragma clang attribute push(__attribute__((target(REGRAFT_WIDE_TARGET ",aes"))), apply_to = function)
#include "BSONWalk.h"
#include "JSONWalk.h"

static lanes text_alone(const keys *key, const uint8_t *bytes, intptr_t count) {
  uint8_t block[16] = {0};
  if (count >= 16) return text_value(key, bytes, count, NULL);
  if (count > 0) memcpy(block, bytes, (size_t)count);
  return text_value(key, block, count, NULL);
}

regraft_fingerprint regraft_text_by_rounds(regraft_key key, const uint8_t *bytes, intptr_t count) {
  keys all = keys_from(&key);
  return stored(text_alone(&all, bytes, count));
}

regraft_fingerprint regraft_hash_by_rounds(regraft_key key, const uint8_t *bytes, intptr_t count) {
  keys all = keys_from(&key);
  return stored(mix(&all, _mm_setzero_si128(), ALONE, text_alone(&all, bytes, count)));
}

regraft_fingerprint regraft_mix_by_rounds(regraft_key key, regraft_fingerprint place, uint64_t tag,
                                          regraft_fingerprint value) {
  keys all = keys_from(&key);
  return stored(mix(&all, loaded(&place), (int)tag, loaded(&value)));
}
#pragma clang attribute pop
#endif
