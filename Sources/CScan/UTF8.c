#include "CScan.h"

// A finite automaton whose states are shift counts into one row of 64 bits a byte (P. Vognsen's shift-based automata): one
// load and one shift a byte, no branch. What a row does not name leads to REJECT, from where nothing leads away.
enum { REJECT = 0, ACCEPT = 6, ONE = 12, TWO = 18, THREE = 24, AFTER_E0 = 30, AFTER_ED = 36, AFTER_F0 = 42, AFTER_F4 = 48 };

#define ROW(state, next) ((uint64_t)(next) << (state))
#define CONTINUATION (ROW(ONE, ACCEPT) | ROW(TWO, ONE) | ROW(THREE, TWO))

static const uint64_t rows[256] = {
    [0x00 ... 0x7F] = ROW(ACCEPT, ACCEPT),
    [0x80 ... 0x8F] = CONTINUATION | ROW(AFTER_ED, ONE) | ROW(AFTER_F4, TWO),
    [0x90 ... 0x9F] = CONTINUATION | ROW(AFTER_ED, ONE) | ROW(AFTER_F0, TWO),
    [0xA0 ... 0xBF] = CONTINUATION | ROW(AFTER_E0, ONE) | ROW(AFTER_F0, TWO),
    [0xC2 ... 0xDF] = ROW(ACCEPT, ONE),
    [0xE0] = ROW(ACCEPT, AFTER_E0),
    [0xE1 ... 0xEC] = ROW(ACCEPT, TWO),
    [0xED] = ROW(ACCEPT, AFTER_ED),
    [0xEE ... 0xEF] = ROW(ACCEPT, TWO),
    [0xF0] = ROW(ACCEPT, AFTER_F0),
    [0xF1 ... 0xF3] = ROW(ACCEPT, THREE),
    [0xF4] = ROW(ACCEPT, AFTER_F4),
};

bool regraft_is_utf8_bytes(const uint8_t *bytes, intptr_t count) {
  uint64_t state = ACCEPT;
  for (intptr_t index = 0; index < count; index++) state = rows[bytes[index]] >> (state & 63);
  return (state & 63) == ACCEPT;
}

#if defined(__x86_64__)
#include <tmmintrin.h>

#include "UTF8Faults.h"

// By 16 bytes: three tables say what two bytes can have wrong by the halves of the first and by the upper half of the
// second, and what all three say is wrong. `is_padded` says that 16 bytes behind the last one are readable.
__attribute__((target("ssse3"))) static bool is_utf8_blocks(const uint8_t *bytes, intptr_t count, bool is_padded) {
  const __m128i first_high = _mm_loadu_si128((const __m128i *)faults_by_first_high);
  const __m128i first_low = _mm_loadu_si128((const __m128i *)faults_by_first_low);
  const __m128i second_high = _mm_loadu_si128((const __m128i *)faults_by_second_high);
  const __m128i low_half = _mm_set1_epi8(0x0F);
  __m128i wrong = _mm_setzero_si128(), before = _mm_setzero_si128();
  static const uint8_t mask[32] = {[0 ... 15] = 0xFF};
  // The last block is one that is not whole, filled up with NUL: there a character that is not complete is too short.
  for (intptr_t offset = 0; offset <= count; offset += 16) {
    __m128i input;
    intptr_t left = count - offset;
    if (left >= 16) {
      input = _mm_loadu_si128((const __m128i *)(bytes + offset));
    } else if (is_padded) {
      input = _mm_and_si128(_mm_loadu_si128((const __m128i *)(bytes + offset)),
                            _mm_loadu_si128((const __m128i *)(mask + 16 - left)));
    } else {
      uint8_t rest[16] = {0};
      memcpy(rest, bytes + offset, (size_t)left);
      input = _mm_loadu_si128((const __m128i *)rest);
    }
    __m128i back1 = _mm_alignr_epi8(input, before, 15);
    __m128i back2 = _mm_alignr_epi8(input, before, 14);
    __m128i back3 = _mm_alignr_epi8(input, before, 13);
    __m128i pairs = _mm_and_si128(
        _mm_and_si128(_mm_shuffle_epi8(first_high, _mm_and_si128(_mm_srli_epi16(back1, 4), low_half)),
                      _mm_shuffle_epi8(first_low, _mm_and_si128(back1, low_half))),
        _mm_shuffle_epi8(second_high, _mm_and_si128(_mm_srli_epi16(input, 4), low_half)));
    // The upper bit is set two bytes behind E0 and above, and three behind F0 and above: there, and only there, two
    // continuations follow each other.
    __m128i third = _mm_subs_epu8(back2, _mm_set1_epi8(0xE0 - 0x80));
    __m128i fourth = _mm_subs_epu8(back3, _mm_set1_epi8(0xF0 - 0x80));
    __m128i wanted = _mm_and_si128(_mm_or_si128(third, fourth), _mm_set1_epi8((char)0x80));
    wrong = _mm_or_si128(wrong, _mm_xor_si128(wanted, pairs));
    before = input;
  }
  return _mm_movemask_epi8(_mm_cmpeq_epi8(wrong, _mm_setzero_si128())) == 0xFFFF;
}

bool regraft_is_utf8(const uint8_t *bytes, intptr_t count) {
  return count >= 16 && __builtin_cpu_supports("ssse3") ? is_utf8_blocks(bytes, count, false)
                                                        : regraft_is_utf8_bytes(bytes, count);
}

bool regraft_is_padded_utf8(const uint8_t *bytes, intptr_t count) {
  return __builtin_cpu_supports("ssse3") ? is_utf8_blocks(bytes, count, true) : regraft_is_utf8_bytes(bytes, count);
}
#else
bool regraft_is_utf8(const uint8_t *bytes, intptr_t count) { return regraft_is_utf8_bytes(bytes, count); }
bool regraft_is_padded_utf8(const uint8_t *bytes, intptr_t count) { return regraft_is_utf8_bytes(bytes, count); }
#endif
