// What can be wrong with bytes that are to be UTF-8, by the halves of two that follow each other (J. Keiser, D. Lemire,
// "Validating UTF-8 In Less Than One Instruction Per Byte", 2021).
#ifndef REGRAFT_UTF8_FAULTS_H
#define REGRAFT_UTF8_FAULTS_H

#include <stdint.h>

// What can be wrong with two bytes that follow each other; TWO_CONTINUATIONS is right behind the beginning of a character
// of three or four bytes.
enum {
  TOO_SHORT = 1 << 0,
  TOO_LONG = 1 << 1,
  OVERLONG_3 = 1 << 2,
  TOO_LARGE = 1 << 3,
  SURROGATE = 1 << 4,
  OVERLONG_2 = 1 << 5,
  // Of F5 and above with any byte behind it, and of F0 with one that makes it overlong.
  TOO_LARGE_OR_OVERLONG_4 = 1 << 6,
  TWO_CONTINUATIONS = 1 << 7,
  ANY_FIRST = TOO_SHORT | TOO_LONG | TWO_CONTINUATIONS,
  ABOVE_F4 = ANY_FIRST | TOO_LARGE | TOO_LARGE_OR_OVERLONG_4,
  CONTINUATION_SECOND = TOO_LONG | OVERLONG_2 | TWO_CONTINUATIONS
};

// By the upper half of the first byte.
static const uint8_t faults_by_first_high[16] = {
    TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
    TWO_CONTINUATIONS, TWO_CONTINUATIONS, TWO_CONTINUATIONS, TWO_CONTINUATIONS,
    TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE,
    TOO_SHORT | TOO_LARGE | TOO_LARGE_OR_OVERLONG_4};

// By its lower half.
static const uint8_t faults_by_first_low[16] = {
    ANY_FIRST | OVERLONG_2 | OVERLONG_3 | TOO_LARGE_OR_OVERLONG_4, ANY_FIRST | OVERLONG_2, ANY_FIRST, ANY_FIRST,
    ANY_FIRST | TOO_LARGE, ABOVE_F4, ABOVE_F4, ABOVE_F4, ABOVE_F4, ABOVE_F4, ABOVE_F4, ABOVE_F4, ABOVE_F4,
    ABOVE_F4 | SURROGATE, ABOVE_F4, ABOVE_F4};

// By the upper half of the second byte.
static const uint8_t faults_by_second_high[16] = {
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
    CONTINUATION_SECOND | OVERLONG_3 | TOO_LARGE_OR_OVERLONG_4, CONTINUATION_SECOND | OVERLONG_3 | TOO_LARGE,
    CONTINUATION_SECOND | SURROGATE | TOO_LARGE, CONTINUATION_SECOND | SURROGATE | TOO_LARGE,
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT};

#endif
