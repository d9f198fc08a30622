// The tokens of a JSON text: by 64 bytes at a time, each a bit of a word, as Langdale and Lemire do (Parsing gigabytes of JSON
// per second, The VLDB Journal 28, 2019), where the processor has vectors of 32 bytes; else byte by byte.
#include "CTokens.h"

#include <string.h>

// What a byte is outside of a string.
typedef enum { NOTHING, WHITE, MARK, SCALAR, QUOTE } kind;

static const uint8_t kinds[256] = {
    [' '] = WHITE,  ['\t'] = WHITE, ['\n'] = WHITE, ['\r'] = WHITE, ['{'] = MARK,
    ['}'] = MARK,   ['['] = MARK,   [']'] = MARK,   [':'] = MARK,   [','] = MARK,
    ['+'] = SCALAR, ['-'] = SCALAR, ['.'] = SCALAR, ['"'] = QUOTE,  ['0' ... '9'] = SCALAR,
    ['A' ... 'Z'] = SCALAR, ['a' ... 'z'] = SCALAR,
};

// Behind the quote that ends a string, or `end` where none does; NULL where a control character is in it.
static const uint8_t *string_end(const uint8_t *text, const uint8_t *end) {
  for (; text < end && *text >= ' '; text++) {
    if (*text == '"') return text + 1;
    // What is behind it is passed over, unless it is a control character.
    if (*text == '\\' && end - text > 1 && text[1] >= ' ') text++;
  }
  return text < end ? NULL : end;
}

intptr_t regraft_tokens_bytewise(const uint8_t *text, intptr_t count, uint32_t *tokens) {
  const uint8_t *next = text, *end = text + count;
  uint32_t *token = tokens;
  while (next < end) {
    kind found = kinds[*next];
    if (found == NOTHING) break;
    if (found != WHITE) *token++ = (uint32_t)(next - text);
    next++;
    if (found == SCALAR) {
      while (next < end && kinds[*next] == SCALAR) next++;
    } else if (found == QUOTE) {
      next = string_end(next, end);
      if (next == NULL) break;
    }
  }
  return token - tokens;
}

#if defined(__x86_64__)
#include <immintrin.h>

#define INLINE static inline __attribute__((always_inline))
#define WIDE __attribute__((target("avx2,bmi,pclmul")))

// Which ones of 64 bytes are of a kind: a bit for each.
typedef struct {
  uint64_t quotes, backslashes;
  // Below the space.
  uint64_t controls;
  // Brackets, colons and commas.
  uint64_t marks;
  // Spaces, tabs and the ends of lines.
  uint64_t white;
  // What numbers and literals are of.
  uint64_t scalars;
} bits_of_kinds;

INLINE WIDE uint64_t bits(__m256i first, __m256i second) {
  return (uint32_t)_mm256_movemask_epi8(first) | (uint64_t)(uint32_t)_mm256_movemask_epi8(second) << 32;
}

// A table for `_mm256_shuffle_epi8`, by the low halves of bytes.
#define TABLE(...) _mm256_broadcastsi128_si256(_mm_setr_epi8(__VA_ARGS__))

// Each byte compared with the one that has the same low half, or with 0, which has another one: no byte from 0x80 on is
// found so.
INLINE WIDE __m256i is_white(__m256i bytes) {
  const __m256i table = TABLE(' ', 0, 0, 0, 0, 0, 0, 0, 0, '\t', '\n', 0, 0, '\r', 0, 0);
  return _mm256_cmpeq_epi8(bytes, _mm256_shuffle_epi8(table, bytes));
}

// Square brackets are curly ones with a bit less. Control characters may be found too.
INLINE WIDE __m256i is_mark(__m256i bytes) {
  const __m256i table = TABLE(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, ':', '{', ',', '}', 0, 0);
  return _mm256_cmpeq_epi8(_mm256_or_si256(bytes, _mm256_set1_epi8(0x20)), _mm256_shuffle_epi8(table, bytes));
}

// For the low half of a byte a bit for each high half with which it is a letter, digit, sign or point; for a byte from 0x80
// on none, of all.
INLINE WIDE __m256i is_scalar(__m256i bytes) {
  const int8_t digits = 1 << 3, upper = 1 << 4 | 1 << 6, lower = 1 << 5 | (int8_t)(1 << 7), sign = 1 << 2;
  const int8_t all = digits | upper | lower;
  const __m256i low = TABLE(digits | lower, all, all, all, all, all, all, all, all, all, upper | lower, upper | sign, upper,
                            upper | sign, upper | sign, upper);
  const __m256i high = TABLE(1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6, (int8_t)(1 << 7), -1, -1, -1, -1,
                             -1, -1, -1, -1);
  __m256i halves = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), _mm256_set1_epi8(0x0F));
  __m256i bit = _mm256_shuffle_epi8(high, halves);
  __m256i found = _mm256_and_si256(_mm256_shuffle_epi8(low, bytes), bit);
  return _mm256_cmpeq_epi8(found, bit);
}

INLINE WIDE __m256i is_control(__m256i bytes) {
  return _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(' ' - 1)), bytes);
}

INLINE WIDE bits_of_kinds kinds_of(const uint8_t *text) {
  __m256i first = _mm256_loadu_si256((const __m256i *)text), second = _mm256_loadu_si256((const __m256i *)(text + 32));
  const __m256i quote = _mm256_set1_epi8('"'), backslash = _mm256_set1_epi8('\\');
  return (bits_of_kinds){
      .quotes = bits(_mm256_cmpeq_epi8(first, quote), _mm256_cmpeq_epi8(second, quote)),
      .backslashes = bits(_mm256_cmpeq_epi8(first, backslash), _mm256_cmpeq_epi8(second, backslash)),
      .controls = bits(is_control(first), is_control(second)),
      .marks = bits(is_mark(first), is_mark(second)),
      .white = bits(is_white(first), is_white(second)),
      .scalars = bits(is_scalar(first), is_scalar(second)),
  };
}

// For each bit how many there are up to and with it, modulo two: a product without carries by ones.
INLINE WIDE uint64_t parities(uint64_t bits) {
  __m128i product = _mm_clmulepi64_si128(_mm_cvtsi64_si128((int64_t)bits), _mm_set1_epi8(-1), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

// The bytes behind backslashes that are not escaped themselves. `is_first`: whether the first byte is one, and then that of
// the next 64.
INLINE uint64_t escaped_by(uint64_t backslashes, uint64_t *is_first) {
  const uint64_t even = 0x5555555555555555u;
  backslashes &= ~*is_first;
  uint64_t behind = backslashes << 1 | *is_first;
  // Runs of backslashes that begin at an odd place: the sum carries through each to the byte behind it, so that from there
  // on odd places are escaped instead of even ones.
  uint64_t odd_runs = backslashes & ~even & ~behind;
  uint64_t carried;
  *is_first = __builtin_add_overflow(odd_runs, backslashes, &carried);
  return (even ^ carried << 1) & behind;
}

static WIDE intptr_t tokens_wide(const uint8_t *text, intptr_t count, uint32_t *tokens) {
  uint32_t *next = tokens;
  uint64_t is_first_escaped = 0, is_in_string = 0, ends_with_scalar = 0;
  uint8_t rest[64];
  for (intptr_t start = 0; start < count; start += 64) {
    const uint8_t *block = text + start;
    if (count - start < 64) {
      memset(rest, ' ', sizeof rest);
      memcpy(rest, block, (size_t)(count - start));
      block = rest;
    }
    bits_of_kinds found = kinds_of(block);
    uint64_t quotes = found.quotes & ~escaped_by(found.backslashes, &is_first_escaped);
    // With the quote that begins a string, without the one that ends it.
    uint64_t in_string = parities(quotes) ^ is_in_string;
    is_in_string = (uint64_t)((int64_t)in_string >> 63);
    uint64_t outside = ~(in_string | quotes);
    uint64_t white = found.white & outside;
    if (found.controls & ~white || outside & ~(found.marks | white | found.scalars)) break;
    uint64_t scalars = found.scalars & outside;
    uint64_t first_scalars = scalars & ~(scalars << 1 | ends_with_scalar);
    ends_with_scalar = scalars >> 63;
    uint64_t marks = (found.marks & outside) | (quotes & in_string) | first_scalars;
    for (; marks != 0; marks &= marks - 1) *next++ = (uint32_t)(start + __builtin_ctzll(marks));
  }
  return next - tokens;
}
#endif

intptr_t regraft_tokens(const uint8_t *text, intptr_t count, uint32_t *tokens) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("pclmul")) {
    return tokens_wide(text, count, tokens);
  }
#endif
  return regraft_tokens_bytewise(text, count, tokens);
}
