#ifndef REGRAFT_DATES_H
#define REGRAFT_DATES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "Words.h"

// What a text is as a date: nothing is known of REGRAFT_LONG_FRACTION, which has more than three digits of a fraction if it
// is one.
typedef enum { REGRAFT_NO_DATE, REGRAFT_DATE, REGRAFT_LONG_FRACTION } regraft_date_kind;

// Of each year of four centuries how many days are before it, times two, and one more where it is a leap year.
#define REGRAFT_IS_LEAP(year) ((year) % 4 == 0 && ((year) % 100 != 0 || (year) == 0))
#define REGRAFT_YEAR(year) \
  (((year) * 365 + ((year) + 3) / 4 - ((year) + 99) / 100 + ((year) + 399) / 400) * 2 + REGRAFT_IS_LEAP(year))
#define REGRAFT_YEARS4(year) REGRAFT_YEAR(year), REGRAFT_YEAR(year + 1), REGRAFT_YEAR(year + 2), REGRAFT_YEAR(year + 3)
#define REGRAFT_YEARS20(year)                                                                           \
  REGRAFT_YEARS4(year), REGRAFT_YEARS4(year + 4), REGRAFT_YEARS4(year + 8), REGRAFT_YEARS4(year + 12), \
      REGRAFT_YEARS4(year + 16)
#define REGRAFT_YEARS100(year)                                                                                \
  REGRAFT_YEARS20(year), REGRAFT_YEARS20(year + 20), REGRAFT_YEARS20(year + 40), REGRAFT_YEARS20(year + 60), \
      REGRAFT_YEARS20(year + 80)

// Days since 1970-01-01 in the Gregorian calendar of a day in the year 100 * `century` + `year`; false where there is no such
// day. Both are below 100, as two digits of a text are.
static inline __attribute__((always_inline)) bool regraft_days(uint32_t century, uint32_t year, uint32_t month, uint32_t day,
                                                               int64_t *days) {
  static const uint32_t years[400] = {REGRAFT_YEARS100(0), REGRAFT_YEARS100(100), REGRAFT_YEARS100(200),
                                      REGRAFT_YEARS100(300)};
  // Of each month, in a leap year and before that in another one.
  static const uint16_t before[32] = {0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 0, 0, 0,
                                      0, 0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 0, 0, 0};
  static const uint8_t lengths[32] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0,
                                      0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0, 0, 0};
  uint32_t first = years[(century & 3) * 100 + year];
  uint32_t month_of_either = (first & 1) * 16 + (month & 15);
  if (month > 15 || day - 1 >= lengths[month_of_either]) return false;
  *days = (int64_t)((century >> 2) * 146097 + (first >> 1) + before[month_of_either] + day) - 719529;
  return true;
}

// Takes eight bytes of a text as digits, and as the numbers that each of them makes with the next one, the first byte as
// the lowest. `marks` are the bytes that must stand between the digits, `places` all bits of these bytes.
static inline bool regraft_digit_pairs(const uint8_t *text, uint64_t marks, uint64_t places, uint64_t *digits,
                                       uint64_t *pairs) {
  uint64_t values = regraft_word(text) ^ (marks | (0x3030303030303030u & ~places));
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
  int64_t hour = regraft_byte(time_pairs, 3), minute = regraft_byte(time_pairs, 6), second = regraft_byte(rest_pairs, 1);
  int64_t days;
  if (hour > 23 || minute > 59 || second > 59) return REGRAFT_NO_DATE;
  if (!regraft_days((uint32_t)regraft_byte(date_pairs, 0), (uint32_t)regraft_byte(date_pairs, 2),
                    (uint32_t)regraft_byte(date_pairs, 5), (uint32_t)regraft_byte(time_pairs, 0), &days)) {
    return REGRAFT_NO_DATE;
  }
  int64_t seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
  *milliseconds = seconds * 1000 + regraft_byte(rest_pairs, 4) * 10 + regraft_byte(rest, 6);
  return REGRAFT_DATE;
}

#endif
