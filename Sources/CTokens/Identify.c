// The walk over an object by its tokens.
#include <string.h>

#include "CTokens.h"

// How many brackets may be open at a time: a bit for each.
enum { DEEPEST = 64 };

// What the name of a member of the object itself is. One with a backslash may be that of the id, spelled otherwise.
typedef enum { OTHER_NAME, ID_NAME, UNUSUAL_NAME } name_kind;

static inline bool has_backslash(const uint8_t *text, const uint8_t *end) {
  for (; end - text >= 8; text += 8) {
    uint64_t word;
    memcpy(&word, text, sizeof word);
    word ^= 0x5C5C5C5C5C5C5C5Cu;
    if (((word - 0x0101010101010101u) & ~word & 0x8080808080808080u) != 0) return true;
  }
  for (; text < end; text++) {
    if (*text == '\\') return true;
  }
  return false;
}

// `name` is behind the opening quote, `end` no further than the text.
static inline name_kind kind_of_name(const uint8_t *name, const uint8_t *end) {
  if (has_backslash(name, end)) return UNUSUAL_NAME;
  return end - name > 2 && memcmp(name, "id\"", 3) == 0 ? ID_NAME : OTHER_NAME;
}

// The end of a text without anything that is escaped and of ASCII only; NULL for any other.
static inline const uint8_t *plain_text_end(const uint8_t *text, const uint8_t *end) {
  const uint8_t *quote = memchr(text, '"', (size_t)(end - text));
  if (quote == NULL || memchr(text, '\\', (size_t)(quote - text)) != NULL) return NULL;
  uint8_t seen = 0;
  for (const uint8_t *byte = text; byte < quote; byte++) seen |= *byte;
  return seen < 0x80 ? quote : NULL;
}

regraft_outcome regraft_identify(const uint8_t *text, const uint32_t *tokens, intptr_t count, regraft_identified *object) {
  const uint32_t *next = tokens, *end = tokens + count;
  // Which ones of the open brackets are those of objects, the innermost as the lowest bit.
  uint64_t are_objects = 1;
  int depth = 1;
  const uint8_t *id = NULL, *id_end = NULL;
  const uint8_t *token;

// Takes the next token.
#define TAKE()                                 \
  do {                                         \
    if (next == end) return REGRAFT_CUT_SHORT; \
    token = text + *next++;                    \
  } while (0)

  TAKE();
  if (*token != '{') return REGRAFT_UNUSUAL;
  TAKE();
  if (*token == '}') goto close;

member:
  if (*token != '"') return REGRAFT_UNUSUAL;
  {
    const uint8_t *name = token + 1;
    TAKE();
    if (*token != ':') return REGRAFT_UNUSUAL;
    name_kind kind = depth == 1 ? kind_of_name(name, token) : OTHER_NAME;
    TAKE();
    if (kind != OTHER_NAME) {
      if (kind == UNUSUAL_NAME || id != NULL) return REGRAFT_UNUSUAL;
      if (*token == '"') {
        if (next == end) return REGRAFT_CUT_SHORT;
        id = token + 1;
        id_end = plain_text_end(id, text + *next);
        if (id_end == NULL) return REGRAFT_UNUSUAL;
        goto behind;
      }
    }
  }

value:
  switch (*token) {
  case '{':
    if (depth == DEEPEST) return REGRAFT_UNUSUAL;
    depth++;
    are_objects = are_objects << 1 | 1;
    TAKE();
    if (*token == '}') goto close;
    goto member;
  case '[':
    if (depth == DEEPEST) return REGRAFT_UNUSUAL;
    depth++;
    are_objects <<= 1;
    TAKE();
    if (*token == ']') goto close;
    goto value;
  case '}':
  case ']':
  case ':':
  case ',': return REGRAFT_UNUSUAL;
  default: break;
  }

behind:
  TAKE();
  if (*token == ',') {
    TAKE();
    if ((are_objects & 1) == 0) goto value;
    goto member;
  }
  if (*token != ((are_objects & 1) == 0 ? ']' : '}')) return REGRAFT_UNUSUAL;

close:
  are_objects >>= 1;
  if (--depth > 0) goto behind;
  if (id == NULL) return REGRAFT_UNUSUAL;
  *object = (regraft_identified){.id = id - text, .id_end = id_end - text, .end = token + 1 - text, .tokens = next - tokens};
  return REGRAFT_TAKEN;
#undef TAKE
}
