// What the walks read names, strings, dates and numbers with on every processor.
#ifndef REGRAFT_NARROW_H
#define REGRAFT_NARROW_H

typedef struct {
  uint64_t first, second;
} sixteen_bytes;

// The sixteen bytes from `text` on, of which the last ones are those from `last` on, and those behind them count as zero.
// Where it is NULL, all are readable.
INLINE sixteen_bytes sixteen(const uint8_t *text, const uint8_t *last) {
  if (LIKELY(last == NULL || text <= last)) return (sixteen_bytes){load64(text), load64(text + 8)};
  uint8_t rest[16] = {0};
  memcpy(rest, text, (size_t)(16 - (text - last)));
  return (sixteen_bytes){load64(rest), load64(rest + 8)};
}

INLINE uint32_t first_word(sixteen_bytes bytes) { return little32((const uint8_t *)&bytes.first); }

// Whether sixteen bytes begin with a name and what ended it.
INLINE bool begins_with(sixteen_bytes bytes, const regraft_name *name) {
  uint64_t first = (bytes.first ^ name->bytes[0]) & name->mask[0], second = (bytes.second ^ name->bytes[1]) & name->mask[1];
  return (first | second) == 0 && name->count != 0;
}

// The string behind whose opening quote `text` is, of which the first `end` bytes are plain. Apart from `read_string`, which
// keeps what most strings need short enough to be inlined.
static __attribute__((noinline)) regraft_string unusual_string(const regraft_tables *tables, const uint8_t *text,
                                                               intptr_t end) {
  const regraft_string none = {.text = NULL};
  if (text[end] == '"') return regraft_is_padded_utf8(text, end) ? (regraft_string){text, end, text + end + 1, false} : none;
  if (text[end] != '\\') return none;
  uint32_t seen = 0;
  intptr_t written = 0;
  end = regraft_unescape(text, 0, tables->room, tables->room_count, &written, &seen);
  if (text[end] != '"') return (regraft_string){.text = NULL, .lacks_room = tables->room_count - written < 16};
  if (seen != 0 && !regraft_is_padded_utf8(tables->room, written)) return none;
  return (regraft_string){tables->room, written, text + end + 1, false};
}

// The string behind whose opening quote `text` is; none where it is an unusual one.
INLINE regraft_string read_string(const regraft_tables *tables, const uint8_t *text, regraft_object *object) {
  uint32_t seen;
  intptr_t end = regraft_plain_end(text, 0, &seen);
  if (LIKELY(text[end] == '"' && seen == 0)) return (regraft_string){text, end, text + end + 1, false};
  regraft_string string = unusual_string(tables, text, end);
  object->lacks_room = string.lacks_room;
  // Field by field: as a whole it would be where the call wrote it, in memory, and so would be those that need no call.
  return (regraft_string){string.text, string.count, string.next, false};
}

INLINE regraft_date_kind date_of(const uint8_t *text, intptr_t count, int64_t *milliseconds) {
  return regraft_date(text, count, milliseconds);
}

INLINE bool usual_date(const uint8_t *text, int64_t *milliseconds) {
  return date_of(text, 24, milliseconds) == REGRAFT_DATE;
}

// No number is read in one go.
INLINE bool read_digits(const uint8_t *text, digits_of_number *result) {
  (void)text;
  (void)result;
  return false;
}

INLINE const uint8_t *digits_end(const uint8_t *text, uint64_t *mantissa) { return regraft_digits_end(text, mantissa); }

#endif
