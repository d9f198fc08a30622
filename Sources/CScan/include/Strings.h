// Strings of JSON texts, 16 bytes at a time where the processor can (SSE2, which every x86-64 has), else 8 at a time.
// Inlined into what calls it.
#ifndef REGRAFT_STRINGS_H
#define REGRAFT_STRINGS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "Words.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

// A string of a JSON text, with its escapes resolved; `text` is NULL where there is none.
typedef struct {
  const uint8_t *text;
  intptr_t count;
  // Behind the closing quote.
  const uint8_t *next;
  // Whether there was no room for what is resolved.
  bool lacks_room;
} regraft_string;

#if defined(__x86_64__)
// What the functions for a vector of 32 bytes are compiled for; not every processor has it.
#define REGRAFT_WIDE_TARGET "avx2,bmi,bmi2,popcnt"

// Whether this processor has it.
static inline bool regraft_is_wide(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("popcnt");
}

// The string behind whose opening quote `text` is, as UTF-8 and with the escapes of two characters resolved, 32 bytes at a
// time; none where there is anything else in it. It stands in the text, or in `room` where it had escapes, of which up to
// 32 bytes behind it are left as they happen to be. Like `regraft_plain_end`, it needs a byte that ends it, and 32 readable
// bytes from there on. Only where `regraft_is_wide`.
regraft_string regraft_resolve(const uint8_t *text, uint8_t *room, intptr_t room_count);
#endif

// The offset in `text` of the first quote, backslash or byte below 0x20 at or behind `start`, by 8
// bytes at a time. There must be such a byte, and 8 readable bytes from there on. Bits of bytes before it are
// set in `*seen` where one of them is not ASCII.
static inline intptr_t regraft_plain_end_words(const uint8_t *text, intptr_t start, uint32_t *seen) {
  const uint64_t ones = 0x0101010101010101u, highs = 0x8080808080808080u;
  uint64_t mixed = 0;
  for (;; start += 8) {
    uint64_t word = regraft_word(text + start);
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

// What a backslash and one character stand for; 0 where they stand for nothing by themselves.
static inline uint8_t regraft_resolved(uint8_t escaped) {
  static const uint8_t resolved[256] = {
      ['"'] = '"', ['\\'] = '\\', ['/'] = '/', ['n'] = '\n', ['t'] = '\t', ['r'] = '\r', ['b'] = '\b', ['f'] = '\f',
  };
  return resolved[escaped];
}

// Copies the text of a JSON string from `start` on to `output`, behind the `*count` bytes that are there, with the
// escapes of two characters resolved, a byte at a time. Ends at the offset of the closing quote, of a control
// character, of a backslash with anything else behind it, or where fewer than 16 bytes of `capacity` are left. Like
// `regraft_plain_end`, it needs such a byte, and 16 readable bytes from there on. Bits are set in `*seen` where a
// copied byte is not ASCII.
static inline intptr_t regraft_unescape_bytes(const uint8_t *text, intptr_t start, uint8_t *output, intptr_t capacity,
                                              intptr_t *count, uint32_t *seen) {
  intptr_t written = *count;
  for (; capacity - written >= 16; start++) {
    uint8_t byte = text[start];
    if (byte == '"' || byte < 0x20) break;
    if (byte == '\\') {
      byte = regraft_resolved(text[start + 1]);
      if (byte == 0) break;
      start++;
    }
    *seen |= byte & 0x80;
    output[written++] = byte;
  }
  *count = written;
  return start;
}

// The same, by 16 bytes at a time where the processor can. Behind the `*count` bytes, up to 16 of `output` are left
// as they happen to be.
static inline intptr_t regraft_unescape(const uint8_t *text, intptr_t start, uint8_t *output, intptr_t capacity,
                                        intptr_t *count, uint32_t *seen) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8(0x22), backslash = _mm_set1_epi8(0x5C), control = _mm_set1_epi8(0x1F);
  intptr_t written = *count;
  uint32_t mixed = 0;
  while (capacity - written >= 16) {
    __m128i bytes = _mm_loadu_si128((const __m128i *)(text + start));
    __m128i found = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)),
                                 _mm_cmpeq_epi8(_mm_min_epu8(bytes, control), bytes));
    uint32_t marks = (uint32_t)_mm_movemask_epi8(found);
    uint32_t high = (uint32_t)_mm_movemask_epi8(bytes);
    _mm_storeu_si128((__m128i *)(output + written), bytes);
    if (marks == 0) {
      mixed |= high;
      start += 16;
      written += 16;
      continue;
    }
    int index = __builtin_ctz(marks);
    mixed |= high & ((1u << index) - 1);
    start += index;
    written += index;
    if (text[start] != '\\') break;
    uint8_t byte = regraft_resolved(text[start + 1]);
    if (byte == 0) break;
    // There is room: a block that is not whole has left some.
    output[written++] = byte;
    start += 2;
  }
  *seen |= mixed;
  *count = written;
  return start;
#else
  return regraft_unescape_bytes(text, start, output, capacity, count, seen);
#endif
}

#endif
