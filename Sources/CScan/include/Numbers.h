#ifndef REGRAFT_NUMBERS_H
#define REGRAFT_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

// The double that is nearest to `mantissa` * 10^`exponent`, ties to even; false where the quick ways do not decide it.
//
// Clinger's exact case first (both factors are doubles), then the algorithm of Eisel and Lemire ("Number Parsing at a
// Gigabyte per Second", 2021) with 128-bit powers of ten.
bool regraft_nearest_double(uint64_t mantissa, int64_t exponent, double *value);

// Goes over the digits at `text`, and appends each to the number `*mantissa`, which means nothing past 19 digits. Eight
// at a time, as long as so many follow (D. Lemire, "Quickly parsing eight digits"): 8 bytes from the first other byte on
// must be readable.
static inline const uint8_t *regraft_digits_end(const uint8_t *text, uint64_t *mantissa) {
  uint64_t number = *mantissa;
  for (;; text += 8) {
    uint64_t word;
    memcpy(&word, text, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    uint64_t values = word ^ 0x3030303030303030u;
    if (((values | (values + 0x0606060606060606u)) & 0xF0F0F0F0F0F0F0F0u) != 0) break;
    uint64_t pairs = values * 10 + (values >> 8);
    uint64_t low = (pairs & 0x000000FF000000FFu) * 0x000F424000000064u;
    uint64_t high = (pairs >> 16 & 0x000000FF000000FFu) * 0x0000271000000001u;
    number = number * 100000000 + ((low + high) >> 32);
  }
  for (uint8_t digit; (digit = (uint8_t)(*text - '0')) <= 9; text++) number = number * 10 + digit;
  *mantissa = number;
  return text;
}

#endif
