// Reads one HTTP/1.1 answer piece by piece, and believes nothing: whatever it cannot follow to its end is broken.
#ifndef ANSWER_H
#define ANSWER_H
#include "wire.h"

#define HEAD_BYTES 4096

enum part { HEAD, SIZED, CHUNK_SIZE, CHUNK, CHUNK_END, TRAILER, TO_CLOSE };
enum fed { MORE, WHOLE, BROKEN };

typedef struct {
  enum part part;
  int status;
  bool closes;
  /** Bytes to come of the body or of the chunk. */
  long left;
  /** The head, or the line that has begun. */
  int held;
  char text[HEAD_BYTES];
} answer;

typedef void take_body(void *whose, const char *bytes, int count);

static inline void answer_begin(answer *a) {
  a->part = HEAD;
  a->held = 0;
  a->closes = false;
}

static inline enum fed head_read(answer *a) {
  a->status = strncmp(a->text, "HTTP/1.1 ", 9) == 0 ? atoi(a->text + 9) : 0;
  long length = -1;
  bool chunked = false;
  for (char *line = a->text; (line = strchr(line, '\n'));) {
    line++;
    if (strncasecmp(line, "content-length:", 15) == 0) length = atol(line + 15);
    else if (strncasecmp(line, "transfer-encoding:", 18) == 0) chunked = true;
    else if (strncasecmp(line, "connection: close", 17) == 0) a->closes = true;
  }
  a->held = 0;
  a->left = length;
  a->part = chunked ? CHUNK_SIZE : length >= 0 ? SIZED : TO_CLOSE;
  if (a->part == TO_CLOSE) a->closes = true;
  return a->status == 0 ? BROKEN : a->part == SIZED && length == 0 ? WHOLE : MORE;
}

/** One line of the framing; it ends with `\n`. */
static inline enum fed line_read(answer *a) {
  int length = a->held - (a->held > 0 && a->text[a->held - 1] == '\r');
  a->text[length] = 0;
  a->held = 0;
  switch (a->part) {
    case CHUNK_SIZE: {
      char *end;
      a->left = strtol(a->text, &end, 16);
      if (end == a->text || a->left < 0) return BROKEN;
      a->part = a->left ? CHUNK : TRAILER;
      return MORE;
    }
    case CHUNK_END:
      a->part = CHUNK_SIZE;
      return length == 0 ? MORE : BROKEN;
    default:
      return length == 0 ? WHOLE : MORE;
  }
}

/** WHOLE only if the answer ends where the bytes do: what follows an answer belongs to nobody. */
static enum fed answer_feed(answer *a, const char *bytes, int count, take_body *take, void *whose) {
  enum fed fed = MORE;
  while (count > 0 && fed == MORE) {
    int used = 0;
    switch (a->part) {
      case HEAD: {
        int room = HEAD_BYTES - 1 - a->held, before = a->held, from = before > 3 ? before - 3 : 0;
        if (room == 0) return BROKEN;
        int copied = count < room ? count : room;
        memcpy(a->text + before, bytes, copied);
        a->held += copied;
        char *end = memmem(a->text + from, a->held - from, "\r\n\r\n", 4);
        used = end ? end + 4 - a->text - before : copied;
        if (!end) break;
        end[4] = 0;
        fed = head_read(a);
        break;
      }
      case SIZED:
      case CHUNK:
        used = count < a->left ? count : (int)a->left;
        take(whose, bytes, used);
        a->left -= used;
        if (a->left > 0) break;
        if (a->part == SIZED) fed = WHOLE;
        else a->part = CHUNK_END;
        break;
      case TO_CLOSE:
        used = count;
        take(whose, bytes, count);
        break;
      default: {
        const char *end = memchr(bytes, '\n', count);
        int length = end ? end - bytes : count;
        if (a->held + length >= HEAD_BYTES) return BROKEN;
        memcpy(a->text + a->held, bytes, length);
        a->held += length;
        used = length + (end != NULL);
        if (end) fed = line_read(a);
      }
    }
    bytes += used;
    count -= used;
  }
  return count > 0 ? BROKEN : fed;
}
#endif
