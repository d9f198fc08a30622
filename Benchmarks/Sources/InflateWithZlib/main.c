// Inflates a gzip file of any number of members with zlib, and throws the bytes away: what zlib's inflate alone
// costs, without gzip's own inflate and the writing that `gzip -dc` does. Ends with 1 where the file is damaged.
#include <stdio.h>
#include <zlib.h>

static unsigned char input[1 << 18], output[1 << 18];

// Inflates what has been read; returns zlib's last word.
static int inflate_input(z_stream *stream, int result) {
  stream->next_in = input;
  do {
    // The member before has ended, and another one begins.
    if (result == Z_STREAM_END) inflateReset(stream);
    stream->next_out = output;
    stream->avail_out = sizeof output;
    result = inflate(stream, Z_NO_FLUSH);
    // A full output says that there may be more, even without input; Z_BUF_ERROR that there was not.
  } while ((result == Z_OK && (stream->avail_in > 0 || stream->avail_out == 0)) ||
           (result == Z_STREAM_END && stream->avail_in > 0));
  return result;
}

int main(int count, char **arguments) {
  if (count != 2) {
    fputs("usage: InflateWithZlib FILE.gz\n", stderr);
    return 64;
  }
  FILE *file = fopen(arguments[1], "rb");
  if (file == NULL) {
    perror(arguments[1]);
    return 66;
  }
  z_stream stream = {0};
  // 16 more window bits ask for gzip's header and trailer, the CRC-32 included.
  int result = inflateInit2(&stream, 16 + MAX_WBITS);
  while ((result == Z_OK || result == Z_BUF_ERROR || result == Z_STREAM_END) &&
         (stream.avail_in = (uInt)fread(input, 1, sizeof input, file)) > 0) {
    result = inflate_input(&stream, result);
  }
  if (result == Z_STREAM_END && !ferror(file)) return 0;
  fprintf(stderr, "InflateWithZlib: %s is damaged\n", arguments[1]);
  return 1;
}
