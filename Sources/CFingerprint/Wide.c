// The walks as compiled for processors with vectors of 32 bytes.
#if defined(__x86_64__)
#include <immintrin.h>
#include <string.h>

#include "CScan.h"
#include "Variants.h"

#define VARIANT(name) name##_wide
#define REGRAFT_WIDE

// All functions from here on, also those that are inlined.
#pragma clang attribute push(__attribute__((target(REGRAFT_WIDE_TARGET))), apply_to = function)
#include "BSONWalk.h"
#include "JSONWalk.h"
#pragma clang attribute pop
#endif
