#ifndef REGRAFT_UTF8_H
#define REGRAFT_UTF8_H

#include <stdbool.h>
#include <stdint.h>

// Whether bytes are UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
bool regraft_is_utf8(const uint8_t *bytes, intptr_t count);

// The same, where 16 bytes behind them are readable.
bool regraft_is_padded_utf8(const uint8_t *bytes, intptr_t count);

// The same, one byte after the other on every processor.
bool regraft_is_utf8_bytes(const uint8_t *bytes, intptr_t count);

#endif
