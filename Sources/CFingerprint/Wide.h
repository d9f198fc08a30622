// What the walks read names, strings, dates and numbers with where the processor has vectors of 32 bytes. Everything here is
// what `Narrow.h` would have made of it.
#ifndef REGRAFT_WIDE_H
#define REGRAFT_WIDE_H

typedef __m128i sixteen_bytes;

// The sixteen bytes from `text` on, of which the last ones are those from `last` on, and those behind them count as zero.
// Where it is NULL, all are readable.
INLINE sixteen_bytes sixteen(const uint8_t *text, const uint8_t *last) {
  // As a shuffle, moves the last bytes to the beginning; 0x80 stands for none.
  static const uint8_t moved[32] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, [16 ... 31] = 0x80};
  if (LIKELY(last == NULL || text <= last)) return _mm_loadu_si128((const __m128i *)text);
  return _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)last), _mm_loadu_si128((const __m128i *)(moved + (text - last))));
}

INLINE uint32_t first_word(sixteen_bytes bytes) { return (uint32_t)_mm_cvtsi128_si32(bytes); }

// Whether sixteen bytes begin with a name and what ended it.
INLINE bool begins_with(sixteen_bytes bytes, const regraft_name *name) {
  __m128i differing = _mm_xor_si128(bytes, _mm_loadu_si128((const __m128i *)name->bytes));
  return _mm_testz_si128(differing, _mm_loadu_si128((const __m128i *)name->mask)) && name->count != 0;
}

// The string behind whose opening quote `text` is; none where it is an unusual one.
INLINE regraft_string read_string(const regraft_tables *tables, const uint8_t *text, regraft_object *object) {
  const __m256i quote = _mm256_set1_epi8('"'), backslash = _mm256_set1_epi8('\\'), space = _mm256_set1_epi8(' ');
  for (const uint8_t *next = text;; next += 32) {
    __m256i bytes = _mm256_loadu_si256((const __m256i *)next);
    // As signed numbers, those that are not ASCII are below the space, as control characters are.
    __m256i found = _mm256_or_si256(_mm256_or_si256(_mm256_cmpeq_epi8(bytes, quote), _mm256_cmpeq_epi8(bytes, backslash)),
                                    _mm256_cmpgt_epi8(space, bytes));
    uint32_t marks = (uint32_t)_mm256_movemask_epi8(found);
    if (marks == 0) continue;
    next += __builtin_ctz(marks);
    if (LIKELY(*next == '"')) return (regraft_string){text, next - text, next + 1, false};
    break;
  }
  regraft_string string = regraft_resolve(text, tables->room, tables->room_count);
  object->lacks_room = string.lacks_room;
  // Field by field: as a whole it would be where the call wrote it, in memory, and so would be those that need no call.
  return (regraft_string){string.text, string.count, string.next, false};
}

// As `regraft_date`.
INLINE regraft_date_kind read_date(const uint8_t *text, intptr_t count, int64_t *milliseconds) {
  if (count < 20 || text[4] != '-' || text[10] != 'T' || text[count - 1] != 'Z') return REGRAFT_NO_DATE;
  if (count > 24) return REGRAFT_LONG_FRACTION;
  if (count == 21) return REGRAFT_NO_DATE;
  // The first 16 bytes, and those from the ninth one on. Where the fraction has less than three digits, those that are
  // missing are zero, and so is the mark at the end.
  static const uint8_t places[32] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, [16 ... 31] = 0x80};
  const __m128i first_marks = _mm_setr_epi8('0', '0', '0', '0', '-', '0', '0', '-', '0', '0', 'T', '0', '0', ':', '0', '0');
  const __m128i last_marks = _mm_setr_epi8('0', '0', 'T', '0', '0', ':', '0', '0', ':', '0', '0', '.', '0', '0', '0', '0');
  const __m128i first_most = _mm_setr_epi8(9, 9, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9);
  const __m128i last_most = _mm_setr_epi8(9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 0, 9, 9, 9, 9);
  __m128i first = _mm_xor_si128(_mm_loadu_si128((const __m128i *)text), first_marks);
  __m128i last = _mm_loadu_si128((const __m128i *)(text + count - 16));
  last = _mm_shuffle_epi8(last, _mm_loadu_si128((const __m128i *)(places + 24 - count)));
  last = _mm_xor_si128(last, last_marks);
  last = _mm_and_si128(last, _mm_loadu_si128((const __m128i *)mask_of_first(count - 9)));
  __m128i over = _mm_or_si128(_mm_subs_epu8(first, first_most), _mm_subs_epu8(last, last_most));
  // Century, year, month, day, hour, minute, second, hundredths of a second.
  __m128i digits = _mm_or_si128(
      _mm_shuffle_epi8(first, _mm_setr_epi8(0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, -1, -1, -1, -1)),
      _mm_shuffle_epi8(last, _mm_setr_epi8(-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 9, 10, 12, 13)));
  __m128i pairs = _mm_maddubs_epi16(digits, _mm_set1_epi16(0x010A));
  over = _mm_or_si128(over, _mm_subs_epu16(pairs, _mm_setr_epi16(99, 99, 12, 31, 23, 59, 59, 99)));
  if (!_mm_testz_si128(over, over)) return REGRAFT_NO_DATE;
  uint64_t day = (uint64_t)_mm_cvtsi128_si64(pairs);
  int64_t days;
  if (!regraft_days((uint32_t)day & 0xFF, (uint32_t)(day >> 16) & 0xFF, (uint32_t)(day >> 32) & 0xFF, (uint32_t)(day >> 48),
                    &days)) {
    return REGRAFT_NO_DATE;
  }
  // Minutes of the day, and hundredths of a second of the minute.
  uint64_t time = (uint64_t)_mm_extract_epi64(_mm_madd_epi16(pairs, _mm_setr_epi16(0, 0, 0, 0, 60, 1, 100, 1)), 1);
  int64_t minutes = days * 1440 + (int64_t)(time & 0xFFFFFFFF);
  *milliseconds = minutes * 60000 + (int64_t)(time >> 32) * 10 + _mm_extract_epi8(last, 14);
  return REGRAFT_DATE;
}

// Not inlined: the walk over BSON, in which dates are no texts, would be the slower for it.
static __attribute__((noinline)) regraft_date_kind date_of(const uint8_t *text, intptr_t count, int64_t *milliseconds) {
  return read_date(text, count, milliseconds);
}

// The same of 24 bytes, as most dates have.
static __attribute__((noinline)) bool usual_date(const uint8_t *text, int64_t *milliseconds) {
  return read_date(text, 24, milliseconds) == REGRAFT_DATE;
}

// The number that sixteen digits are.
INLINE uint64_t number_of_digits(__m128i digits) {
  __m128i pairs = _mm_maddubs_epi16(digits, _mm_set1_epi16(0x010A));
  __m128i fours = _mm_madd_epi16(pairs, _mm_set1_epi32(0x00010064));
  __m128i eights = _mm_madd_epi16(_mm_packus_epi32(fours, fours), _mm_set1_epi32(0x00012710));
  uint64_t both = (uint64_t)_mm_cvtsi128_si64(eights);
  return (both & 0xFFFFFFFF) * 100000000 + (both >> 32);
}

// As a shuffle, moves the first `count` of sixteen bytes to the end, and zeros before them.
INLINE __m128i to_end(intptr_t count) {
  static const uint8_t moved[32] = {[0 ... 15] = 0x80, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  return _mm_loadu_si128((const __m128i *)(moved + count));
}

static const uint64_t powers_of_ten[17] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
    10000000000000, 100000000000000, 1000000000000000, 10000000000000000};

// Reads a number of digits and perhaps a point between them, of which 32 bytes are readable. Returns false where it is none,
// or one of many digits or with an exponent. Where it ends is known at once, whatever it is: what comes behind it is read
// while the digits are still worked on.
INLINE bool read_digits(const uint8_t *text, digits_of_number *result) {
  __m256i bytes = _mm256_loadu_si256((const __m256i *)text);
  __m256i digits = _mm256_sub_epi8(bytes, _mm256_set1_epi8('0'));
  __m256i is_digit = _mm256_cmpeq_epi8(_mm256_min_epu8(digits, _mm256_set1_epi8(9)), digits);
  // A point, or a sign.
  __m256i is_other =
      _mm256_or_si256(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('.')), _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('-')));
  uint32_t all = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(is_digit, is_other));
  intptr_t length = (intptr_t)_tzcnt_u32(~all);
  uint32_t digit_marks = (uint32_t)_mm256_movemask_epi8(is_digit);
  bool is_negative = *text == '-';
  intptr_t whole = (intptr_t)_tzcnt_u32(~(digit_marks >> is_negative));
  intptr_t point = whole + is_negative;
  bool is_zero = text[is_negative] == '0';
  uint8_t end = text[length] | 0x20;
  if (whole == 0 || whole > 16 || (is_zero && whole > 1) || length > 31 || end == 'e' || text[length] == '+') return false;
  __m128i first = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)(text + is_negative)), _mm_set1_epi8('0'));
  uint64_t mantissa = number_of_digits(_mm_shuffle_epi8(first, to_end(whole)));
  intptr_t count = is_zero ? 0 : whole, fraction = 0;
  if (length != point) {
    fraction = length - point - 1;
    count += fraction;
    // Nothing but digits behind the point.
    uint32_t expected = (uint32_t)(((uint64_t)1 << length) - ((uint64_t)2 << point));
    if (text[point] != '.' || fraction == 0 || count > 17 || (digit_marks & expected) != expected) return false;
    const uint8_t *start = text + point + 1;
    if (UNLIKELY(fraction > 16)) mantissa = mantissa * 10 + (uint64_t)(*start++ - '0');
    intptr_t rest = text + length - start;
    __m128i second = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)start), _mm_set1_epi8('0'));
    mantissa = mantissa * powers_of_ten[rest] + number_of_digits(_mm_shuffle_epi8(second, to_end(rest)));
  }
  *result = (digits_of_number){is_negative, mantissa, count, -fraction, length};
  return true;
}

// As `regraft_digits_end`, up to 16 at a time: 16 bytes from the first other byte on must be readable.
INLINE const uint8_t *digits_end(const uint8_t *text, uint64_t *mantissa) {
  for (;;) {
    __m128i digits = _mm_sub_epi8(_mm_loadu_si128((const __m128i *)text), _mm_set1_epi8('0'));
    __m128i is_digit = _mm_cmpeq_epi8(_mm_min_epu8(digits, _mm_set1_epi8(9)), digits);
    int count = __builtin_ctz((uint32_t)_mm_movemask_epi8(is_digit) ^ 0x1FFFF);
    *mantissa = *mantissa * powers_of_ten[count] + number_of_digits(_mm_shuffle_epi8(digits, to_end(count)));
    text += count;
    if (LIKELY(count < 16)) return text;
  }
}

#endif
