// The keyed hash that every processor can take, and under which fingerprints are written down: it folds products of 64 × 64
// bits. It says what `FingerprintKey` says in Swift.
#ifndef REGRAFT_PRODUCTS_H
#define REGRAFT_PRODUCTS_H

// What is hashed, and what comes of it.
typedef regraft_fingerprint lanes;

// The secret as it is used.
typedef struct {
  const uint64_t *words;
} keys;

INLINE keys keys_of(const regraft_rules *rules) { return (keys){rules->key.words}; }

INLINE lanes loaded(const regraft_fingerprint *fingerprint) { return *fingerprint; }

INLINE regraft_fingerprint stored(lanes value) { return value; }

INLINE lanes number_value(uint64_t number) { return (lanes){number, 0}; }

// The sum modulo 2^128.
INLINE lanes sum_of(lanes a, lanes b) {
  uint64_t low = a.low + b.low;
  return (lanes){low, a.high + b.high + (low < b.low)};
}

// Both halves of the product, folded into one.
INLINE uint64_t fold(uint64_t a, uint64_t b) {
  unsigned __int128 product = (unsigned __int128)a * b;
  return (uint64_t)(product >> 64) ^ (uint64_t)product;
}

// `FingerprintKey.hash`.
INLINE lanes hash(const keys *key, const uint8_t *bytes, intptr_t count, const uint8_t *last) {
  (void)last;
  const uint64_t *words = key->words;
  uint64_t a = words[0], b = words[1], x = 0, y = 0;
  intptr_t rest = count;
  for (; rest > 16; rest -= 16, bytes += 16) {
    uint64_t first = load64(bytes), second = load64(bytes + 8);
    a = fold(first ^ words[2], second ^ a);
    b = fold(first ^ b, second ^ words[3]);
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
  uint64_t u = fold(x ^ words[4], y ^ a), v = fold(x ^ b, y ^ words[5]);
  return (lanes){fold(u ^ words[6], v ^ (uint64_t)count), fold(u ^ (uint64_t)count, v ^ words[7])};
}

// `FingerprintKey.text`.
INLINE lanes text_value(const keys *key, const uint8_t *bytes, intptr_t count, const uint8_t *last) {
  return hash(key, bytes, count, last);
}

// `FingerprintKey.mix`.
INLINE lanes mix(const keys *key, lanes place, uint64_t tag, lanes value) {
  const uint64_t *words = key->words;
  uint64_t low = place.low ^ words[4], high = place.high ^ words[5];
  uint64_t u = fold(value.low ^ words[0], value.high ^ low);
  uint64_t v = fold(value.low ^ high, (value.high ^ words[1]) + tag * 0x9E3779B97F4A7C15u);
  return (lanes){fold(u ^ words[2], v ^ low), fold(u ^ high, v ^ words[3])};
}

#endif
