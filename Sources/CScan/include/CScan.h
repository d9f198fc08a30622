// What texts are made of, found by many bytes at a time: strings and their escapes, UTF-8, numbers, dates.
#ifndef REGRAFT_CSCAN_H
#define REGRAFT_CSCAN_H

// How many bytes that are no part of a text have to be readable behind it, the first of them NUL.
#define REGRAFT_PADDING 32

#include "Dates.h"
#include "Numbers.h"
#include "Strings.h"
#include "UTF8.h"
#include "Words.h"

#endif
