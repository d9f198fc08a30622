#ifndef REGRAFT_NUMBERS_H
#define REGRAFT_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "Words.h"

// The double that is nearest to `mantissa` * 10^`exponent`, ties to even; false where the quick ways do not decide it.
//
// Clinger's exact case first (both factors are doubles), then the algorithm of Eisel and Lemire ("Number Parsing at a
// Gigabyte per Second", 2021) with 128-bit powers of ten.
bool regraft_nearest_double(uint64_t mantissa, int64_t exponent, double *value);

// What eight bytes of a text are as digits, each a byte.
static inline uint64_t regraft_digits(uint64_t word) { return word ^ 0x3030303030303030u; }

// Of which bytes that is not below ten some of the upper bits; of those behind the first one perhaps in vain.
static inline uint64_t regraft_no_digits(uint64_t digits) {
  return (digits | (digits + 0x0606060606060606u)) & 0xF0F0F0F0F0F0F0F0u;
}

// The number that eight digits are (D. Lemire, "Quickly parsing eight digits").
static inline uint64_t regraft_number_of(uint64_t digits) {
  uint64_t pairs = digits * 10 + (digits >> 8);
  uint64_t low = (pairs & 0x000000FF000000FFu) * 0x000F424000000064u;
  uint64_t high = (pairs >> 16 & 0x000000FF000000FFu) * 0x0000271000000001u;
  return (low + high) >> 32;
}

// Goes over the digits at `text`, and appends each to the number `*mantissa`, which means nothing past 19 digits. Eight
// at a time, as long as so many follow: 8 bytes from the first other byte on must be readable.
static inline const uint8_t *regraft_digits_end(const uint8_t *text, uint64_t *mantissa) {
  uint64_t number = *mantissa;
  for (;; text += 8) {
    uint64_t digits = regraft_digits(regraft_word(text));
    if (regraft_no_digits(digits) != 0) break;
    number = number * 100000000 + regraft_number_of(digits);
  }
  for (uint8_t digit; (digit = (uint8_t)(*text - '0')) <= 9; text++) number = number * 10 + digit;
  *mantissa = number;
  return text;
}

#endif
