// The keyed hash for processors with instructions for AES, which make a round of it in the time of a multiplication, for 16
// bytes at once. Only within a run: what is written down has to be the same on every machine (`Products.h`).
//
// All that is hashed goes through four rounds with secret keys, after something secret was added to it: the name under which
// it stands, the key of its place in a text, that of its type. However two values differ, four rounds have at least 25
// active S-boxes, and a given difference comes out of them with a probability of at most 2^-113 (Keliher and Sui, Exact
// maximum expected differential and linear probability for two-round AES, 2007).
#ifndef REGRAFT_ROUNDS_H
#define REGRAFT_ROUNDS_H

// What is hashed, and what comes of it: two lanes of 64 bits.
typedef __m128i lanes;

INLINE lanes loaded(const regraft_fingerprint *fingerprint) { return _mm_loadu_si128((const __m128i *)fingerprint); }

INLINE regraft_fingerprint stored(lanes value) {
  return (regraft_fingerprint){(uint64_t)_mm_cvtsi128_si64(value), (uint64_t)_mm_extract_epi64(value, 1)};
}

INLINE lanes number_value(uint64_t number) { return _mm_cvtsi64_si128((int64_t)number); }

// The sums of both lanes.
INLINE lanes sum_of(lanes a, lanes b) { return _mm_add_epi64(a, b); }

// The secret as it is used: the keys of the rounds, that of types, and that of places.
typedef struct {
  lanes rounds[4], types, places;
} keys;

INLINE keys keys_from(const regraft_key *key) {
  const __m128i *words = (const __m128i *)key->words;
  return (keys){
      {_mm_loadu_si128(words), _mm_loadu_si128(words + 1), _mm_loadu_si128(words + 2), _mm_loadu_si128(words + 3)},
      _mm_loadu_si128(words + 4), _mm_loadu_si128(words + 5)};
}

INLINE keys keys_of(const regraft_rules *rules) { return keys_from(&rules->key); }

INLINE lanes rounds(const keys *key, lanes value) {
  value = _mm_aesenc_si128(value, key->rounds[0]);
  value = _mm_aesenc_si128(value, key->rounds[1]);
  value = _mm_aesenc_si128(value, key->rounds[2]);
  return _mm_aesenc_si128(value, key->rounds[3]);
}

// A value of a type, below 32, under the name or at the place in which it stands.
INLINE lanes mix(const keys *key, lanes place, int tag, lanes value) {
  return rounds(key, sum_of(sum_of(place, value), _mm_slli_epi64(key->types, tag)));
}

// What stands for a text in `mix`. A short one stands for itself, with its length in the last byte; of a longer one it is the
// sum of its blocks of 16 bytes, each at its place, of which the last one may reach back into the one before it.
INLINE lanes text_value(const keys *key, const uint8_t *bytes, intptr_t count, const uint8_t *last) {
  if (count < 16) {
    lanes block = _mm_and_si128(sixteen(bytes, last), _mm_loadu_si128((const __m128i *)mask_of_first(count)));
    return sum_of(block, _mm_slli_si128(_mm_cvtsi32_si128((int)count), 15));
  }
  lanes step = key->places, place = step, sum = number_value((uint64_t)count);
  const uint8_t *final = bytes + count - 16;
  for (; bytes < final; bytes += 16) {
    sum = sum_of(sum, rounds(key, sum_of(_mm_loadu_si128((const __m128i *)bytes), place)));
    place = sum_of(place, step);
  }
  return sum_of(sum, rounds(key, sum_of(_mm_loadu_si128((const __m128i *)final), place)));
}

// The hash of a text by itself.
INLINE lanes hash(const keys *key, const uint8_t *bytes, intptr_t count, const uint8_t *last) {
  return mix(key, _mm_setzero_si128(), ALONE, text_value(key, bytes, count, last));
}

#endif
