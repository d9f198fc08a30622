// Scanning of bytes for JSONStream, 16 at a time where the processor can (SSE2, which every x86-64
// has), else 8 at a time. Inlined into Swift.
#ifndef REGRAFT_CSCAN_H
#define REGRAFT_CSCAN_H

#include <stdint.h>
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// The offset in `text` of the first quote, backslash or byte below 0x20 at or behind `start`, by 8
// bytes at a time. There must be such a byte, and 8 readable bytes from there on. Bits of bytes before it are
// set in `*seen` where one of them is not ASCII.
static inline intptr_t regraft_plain_end_words(const uint8_t *text, intptr_t start, uint32_t *seen) {
  const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
  uint64_t mixed = 0;
  for (;; start += 8) {
    uint64_t word;
    memcpy(&word, text + start, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    uint64_t quotes = word ^ ones * 0x22, backslashes = word ^ ones * 0x5C;
    // A borrow can mark bytes behind the first one that is meant, never one before it.
    uint64_t marks = (((quotes - ones) & ~quotes) | ((backslashes - ones) & ~backslashes) |
                      ((word - ones * 0x20) & ~word)) & highs;
    if (marks != 0) {
      int index = __builtin_ctzll(marks) >> 3;
      mixed |= index == 0 ? 0 : word & (UINT64_MAX >> (64 - index * 8));
      *seen = (mixed & highs) != 0;
      return start + index;
    }
    mixed |= word;
  }
}

// The same, by 16 bytes at a time where the processor can; 16 bytes from that place on must be
// readable.
static inline intptr_t regraft_plain_end(const uint8_t *text, intptr_t start, uint32_t *seen) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8(0x22), backslash = _mm_set1_epi8(0x5C), control = _mm_set1_epi8(0x1F);
  uint32_t mixed = 0;
  for (;; start += 16) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(text + start));
    __m128i found = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
                                 _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
    uint32_t marks = (uint32_t)_mm_movemask_epi8(found);
    uint32_t high = (uint32_t)_mm_movemask_epi8(bytes);
    if (marks != 0) {
      int index = __builtin_ctz(marks);
      mixed |= high & ((1u << index) - 1);
      *seen = mixed;
      return start + index;
    }
    mixed |= high;
  }
#else
  return regraft_plain_end_words(text, start, seen);
#endif
}

#endif
