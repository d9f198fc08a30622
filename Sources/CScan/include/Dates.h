#ifndef REGRAFT_DATES_H
#define REGRAFT_DATES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

// What a text is as a date: nothing is known of REGRAFT_LONG_FRACTION, which has more than three digits of a fraction if it
// is one.
typedef enum { REGRAFT_NO_DATE, REGRAFT_DATE, REGRAFT_LONG_FRACTION } regraft_date_kind;

// Days since 1970-01-01 in the Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms"); false where
// there is no such day.
static inline bool regraft_days(int64_t year, int64_t month, int64_t day, int64_t *days) {
  if (month < 1 || month > 12 || day < 1) return false;
  bool is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  // Without a branch: months come in no order that a processor could foresee.
  int64_t length = month == 2 ? 28 + is_leap : 30 + ((month + (month >> 3)) & 1);
  if (day > length) return false;
  int64_t shifted = month <= 2 ? year - 1 : year;
  int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
  int64_t year_of_era = shifted - era * 400;
  int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  *days = era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
  return true;
}

// Takes eight bytes of a text as digits, and as the numbers that each of them makes with the next one, the first byte as
// the lowest. `marks` are the bytes that must stand between the digits, `places` all bits of these bytes.
static inline bool regraft_digit_pairs(const uint8_t *text, uint64_t marks, uint64_t places, uint64_t *digits,
                                       uint64_t *pairs) {
  uint64_t word;
  memcpy(&word, text, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  word = __builtin_bswap64(word);
#endif
  uint64_t values = word ^ (marks | (0x3030303030303030u & ~places));
  *digits = values;
  *pairs = values * 10 + (values >> 8);
  return ((values & places) | ((values | (values + (0x0606060606060606u & ~places))) & 0xF0F0F0F0F0F0F0F0u)) == 0;
}

static inline int64_t regraft_byte(uint64_t word, int index) { return (int64_t)(word >> (index * 8) & 0xFF); }

// The moment of a text `YYYY-MM-DDThh:mm:ss[.f...]Z` of `count` bytes, in milliseconds since 1970-01-01T00:00:00Z.
static inline regraft_date_kind regraft_date(const uint8_t *text, intptr_t count, int64_t *milliseconds) {
  if (count < 20 || text[4] != '-' || text[10] != 'T' || text[count - 1] != 'Z') return REGRAFT_NO_DATE;
  if (count > 24) return REGRAFT_LONG_FRACTION;
  uint8_t whole[24];
  if (count < 24) {
    // With zeros at the end of the fraction.
    memcpy(whole, text, 19);
    memcpy(whole + 19, ".000Z", 5);
    if (count > 20) {
      if (text[19] != '.' || count == 21) return REGRAFT_NO_DATE;
      memcpy(whole + 20, text + 20, (size_t)count - 21);
    }
    text = whole;
  }
  uint64_t date, date_pairs, time, time_pairs, rest, rest_pairs;
  if (!regraft_digit_pairs(text, 0x2D00002D00000000u, 0xFF0000FF00000000u, &date, &date_pairs) ||
      !regraft_digit_pairs(text + 8, 0x00003A0000540000u, 0x0000FF0000FF0000u, &time, &time_pairs) ||
      !regraft_digit_pairs(text + 16, 0x5A0000002E00003Au, 0xFF000000FF0000FFu, &rest, &rest_pairs)) {
    return REGRAFT_NO_DATE;
  }
  int64_t year = regraft_byte(date_pairs, 0) * 100 + regraft_byte(date_pairs, 2);
  int64_t hour = regraft_byte(time_pairs, 3), minute = regraft_byte(time_pairs, 6), second = regraft_byte(rest_pairs, 1);
  int64_t days;
  if (hour > 23 || minute > 59 || second > 59) return REGRAFT_NO_DATE;
  if (!regraft_days(year, regraft_byte(date_pairs, 5), regraft_byte(time_pairs, 0), &days)) return REGRAFT_NO_DATE;
  int64_t seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
  *milliseconds = seconds * 1000 + regraft_byte(rest_pairs, 4) * 10 + regraft_byte(rest, 6);
  return REGRAFT_DATE;
}

#endif
