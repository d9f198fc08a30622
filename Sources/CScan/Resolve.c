#include "CScan.h"

#if defined(__x86_64__)
#include <immintrin.h>

#include "UTF8Faults.h"

// For each set of eight bytes that are left out, the places of the others, moved together, as a shuffle has them.
#define PLACE(set, place, others) \
  ((uint64_t)(others) << ((set) >> (place) & 1 ? 0 : 8) | ((set) >> (place) & 1 ? 0 : (place)))
#define PLACES(set)                                                                                                      \
  PLACE(set, 0, PLACE(set, 1, PLACE(set, 2, PLACE(set, 3, PLACE(set, 4, PLACE(set, 5, PLACE(set, 6, PLACE(set, 7, 0))))))))
#define PLACES4(set) PLACES(set), PLACES(set + 1), PLACES(set + 2), PLACES(set + 3)
#define PLACES16(set) PLACES4(set), PLACES4(set + 4), PLACES4(set + 8), PLACES4(set + 12)
#define PLACES64(set) PLACES16(set), PLACES16(set + 16), PLACES16(set + 32), PLACES16(set + 48)
static const uint64_t places_kept[256] = {PLACES64(0), PLACES64(64), PLACES64(128), PLACES64(192)};

#define WIDE __attribute__((target(REGRAFT_WIDE_TARGET)))

WIDE static inline __m256i twice(__m128i half) { return _mm256_broadcastsi128_si256(half); }

WIDE static inline __m256i table(const uint8_t *bytes) { return twice(_mm_loadu_si128((const __m128i *)bytes)); }

// Writes those of eight bytes that are not left out, the first of which is at `first` in `bytes`.
WIDE static inline void keep_eight(uint8_t *output, __m128i bytes, uint32_t left_out, char first) {
  __m128i places = _mm_loadl_epi64((const __m128i *)&places_kept[left_out & 0xFF]);
  _mm_storel_epi64((__m128i *)output, _mm_shuffle_epi8(bytes, _mm_add_epi8(places, _mm_set1_epi8(first))));
}

// Where in `bytes` one of the letters is that mean something behind a backslash, found by four of its bits.
WIDE static inline __m256i escape_letters(__m256i bytes, __m256i *resolved) {
  const __m256i letters = twice(_mm_setr_epi8(0, 'b', 0, 'f', 0, 0, 0, 'n', 0, 'r', 't', 0, 0, 0, 0, 0));
  const __m256i values = twice(_mm_setr_epi8(0, '\b', 0, '\f', 0, 0, 0, '\n', 0, '\r', '\t', 0, 0, 0, 0, 0));
  __m256i index = _mm256_and_si256(_mm256_srli_epi16(bytes, 1), _mm256_set1_epi8(0x0F));
  *resolved = _mm256_shuffle_epi8(values, index);
  return _mm256_cmpeq_epi8(_mm256_shuffle_epi8(letters, index), bytes);
}

// All bits of those bytes that are in a set.
WIDE static inline __m256i bytes_of(uint32_t set) {
  const __m256i spread = _mm256_setr_epi8(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1,  //
                                          2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3);
  const __m256i bits = _mm256_set1_epi64x((long long)0x8040201008040201);
  return _mm256_cmpeq_epi8(_mm256_and_si256(_mm256_shuffle_epi8(_mm256_set1_epi32((int)set), spread), bits), bits);
}

// What is wrong with bytes as UTF-8, given those before them.
WIDE static inline __m256i utf8_faults(__m256i bytes, __m256i before) {
  const __m256i low_half = _mm256_set1_epi8(0x0F);
  __m256i across = _mm256_permute2x128_si256(before, bytes, 0x21);
  __m256i back1 = _mm256_alignr_epi8(bytes, across, 15);
  __m256i back2 = _mm256_alignr_epi8(bytes, across, 14);
  __m256i back3 = _mm256_alignr_epi8(bytes, across, 13);
  __m256i first_high = _mm256_and_si256(_mm256_srli_epi16(back1, 4), low_half);
  __m256i second_high = _mm256_and_si256(_mm256_srli_epi16(bytes, 4), low_half);
  __m256i pairs = _mm256_and_si256(
      _mm256_and_si256(_mm256_shuffle_epi8(table(faults_by_first_high), first_high),
                       _mm256_shuffle_epi8(table(faults_by_first_low), _mm256_and_si256(back1, low_half))),
      _mm256_shuffle_epi8(table(faults_by_second_high), second_high));
  // The upper bit is set two bytes behind E0 and above, and three behind F0 and above: there, and only there, two
  // continuations follow each other.
  __m256i third = _mm256_subs_epu8(back2, _mm256_set1_epi8(0xE0 - 0x80));
  __m256i fourth = _mm256_subs_epu8(back3, _mm256_set1_epi8(0xF0 - 0x80));
  __m256i wanted = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
  return _mm256_xor_si256(wanted, pairs);
}

WIDE regraft_string regraft_resolve(const uint8_t *text, uint8_t *room, intptr_t room_count) {
  const regraft_string none = {.text = NULL};
  static const uint8_t leading[64] = {[0 ... 31] = 0xFF};
  const uint64_t odd = 0xAAAAAAAAAAAAAAAA;
  const uint8_t *next = text;
  uint8_t *output = room;
  __m256i faults = _mm256_setzero_si256(), before = faults;
  uint32_t ends;
  do {
    if (room_count - (output - room) < 32) return (regraft_string){.text = NULL, .lacks_room = true};
    __m256i bytes = _mm256_loadu_si256((const __m256i *)next);
    __m256i is_quote = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"'));
    __m256i is_backslash = _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\'));
    __m256i is_control = _mm256_cmpeq_epi8(_mm256_min_epu8(bytes, _mm256_set1_epi8(0x1F)), bytes);
    uint64_t backslashes = (uint32_t)_mm256_movemask_epi8(is_backslash);
    uint32_t quotes = (uint32_t)_mm256_movemask_epi8(is_quote);
    uint32_t left_out = 0;
    ends = (uint32_t)_mm256_movemask_epi8(is_control);
    if (backslashes == 0) {
      ends |= quotes;
      _mm256_storeu_si256((__m256i *)output, bytes);
    } else {
      // Of a run of backslashes each second one is escaped, and the last one, if there is another, escapes what is behind
      // the run (G. Langdale, D. Lemire, "Parsing Gigabytes of JSON per Second", 2019).
      uint64_t codes = ((backslashes << 1 | odd) - backslashes) ^ odd;
      uint32_t escaped = (uint32_t)(codes ^ backslashes);
      left_out = (uint32_t)(codes & backslashes);
      __m256i resolved;
      __m256i is_letter = escape_letters(bytes, &resolved);
      __m256i is_itself = _mm256_or_si256(_mm256_or_si256(is_quote, is_backslash),
                                          _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('/')));
      uint32_t known = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(is_letter, is_itself));
      // An escape of another kind ends it at its backslash.
      ends |= (quotes & ~escaped) | (escaped & ~known) >> 1;
      bytes = _mm256_blendv_epi8(bytes, resolved, _mm256_and_si256(is_letter, bytes_of(escaped)));
      __m128i lower = _mm256_castsi256_si128(bytes), upper = _mm256_extracti128_si256(bytes, 1);
      keep_eight(output, lower, left_out, 0);
      keep_eight(output + 8 - __builtin_popcount(left_out & 0xFF), lower, left_out >> 8, 8);
      keep_eight(output + 16 - __builtin_popcount(left_out & 0xFFFF), upper, left_out >> 16, 0);
      keep_eight(output + 24 - __builtin_popcount(left_out & 0xFFFFFF), upper, left_out >> 24, 8);
    }
    // A backslash at the end of the block is read again, with what is behind it. Mostly there is none, and then it is known
    // where the next block is before this one is: not by what was counted, but by a branch.
    if (__builtin_expect((ends | left_out >> 31) == 0, 1)) {
      faults = _mm256_or_si256(faults, utf8_faults(bytes, before));
      before = bytes;
      next += 32;
      output += 32 - (uint32_t)__builtin_popcount(left_out);
      continue;
    }
    uint32_t taken = ends != 0 ? (uint32_t)__builtin_ctz(ends) : 31;
    // Filled up with NUL, before which a character that is not complete is too short. Escapes change nothing of that: what
    // is left out and what is put in is ASCII.
    bytes = _mm256_and_si256(bytes, _mm256_loadu_si256((const __m256i *)(leading + 32 - taken)));
    faults = _mm256_or_si256(faults, utf8_faults(bytes, before));
    before = bytes;
    next += taken;
    output += taken - (uint32_t)__builtin_popcount(_bzhi_u32(left_out, taken));
  } while (ends == 0);
  if (*next != '"' || !_mm256_testz_si256(faults, faults)) return none;
  bool is_plain = output - room == next - text;
  return (regraft_string){.text = is_plain ? text : room, .count = output - room, .next = next + 1};
}
#endif
