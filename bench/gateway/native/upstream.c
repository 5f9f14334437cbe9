// A model engine as a proxy sees it, and next to nothing else: `upstream PORT [PORT...]`, one thread, 127.0.0.1.
// A POST is answered with 500 bytes of JSON that bear the nonce of its "user"; with "stream":true come "max_tokens" chunks,
// one each "seed" microseconds, each with the nonce, its number and the time it was sent at.
#include "wire.h"

#define MOST_CONNECTIONS 32768
#define REQUEST_BYTES 16384
/** What a reader may leave unread before it is cut off. */
#define BEHIND_BYTES (1 << 20)
#define ANSWER_BYTES 500

typedef struct {
  int fd;
  int held;
  char request[REQUEST_BYTES];
  char nonce[NONCE_DIGITS];
  /** Chunks still to come; a stream is in the queue at `place`, 0: it is none. */
  long left, number;
  int64_t every_ns, due_ns;
  int place;
  char *behind;
  int behind_from, behind_to;
} connection;

static int poll_fd;
static connection *connections[MOST_CONNECTIONS];
/** Streams by when their next chunk is due: a binary heap from 1 on. */
static connection *queue[MOST_CONNECTIONS];
static int queued;

static char answer[1024];
static int answer_length, answer_nonce;
static char chunk[512];
static int chunk_length, chunk_nonce, chunk_number, chunk_stamp;

static const char STREAM_HEAD[] = "HTTP/1.1 200 OK\r\nServer: upstream\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
                                  "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n";
static const char STREAM_END[] = "e\r\ndata: [DONE]\n\n\r\n0\r\n\r\n";

static void prepare_texts(void) {
  char body[ANSWER_BYTES + 1];
  const char *tail = "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":34,\"total_tokens\":46}}";
  int length = sprintf(body, "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"owner/tiny\","
                             "\"system_fingerprint\":\"");
  int nonce = length;
  length += sprintf(body + length, "%0*d\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"", NONCE_DIGITS, 0);
  while (length < ANSWER_BYTES - (int)strlen(tail)) body[length] = 'a' + length % 26, length++;
  strcpy(body + length, tail);
  int head = sprintf(answer, "HTTP/1.1 200 OK\r\nDate: Sat, 21 Nov 2026 00:00:00 GMT\r\nServer: upstream\r\n"
                             "Content-Length: %d\r\nContent-Type: application/json\r\n\r\n", ANSWER_BYTES);
  strcpy(answer + head, body);
  answer_length = head + ANSWER_BYTES;
  answer_nonce = head + nonce;

  char text[400];
  int at = sprintf(text, "data: {\"id\":\"chatcmpl-%0*d\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"owner/tiny\","
                         "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"", NONCE_DIGITS, 0);
  int whole = at + sprintf(text + at, "%0*d %0*d\"},\"finish_reason\":null}]}\n\n", NUMBER_DIGITS, 0, STAMP_DIGITS, 0);
  int size = sprintf(chunk, "%x\r\n", whole);
  chunk_length = size + sprintf(chunk + size, "%s\r\n", text);
  chunk_nonce = size + (int)strlen("data: {\"id\":\"chatcmpl-");
  chunk_number = size + at;
  chunk_stamp = chunk_number + NUMBER_DIGITS + 1;
}

static void swap(int a, int b) {
  connection *c = queue[a];
  queue[a] = queue[b];
  queue[b] = c;
  queue[a]->place = a;
  queue[b]->place = b;
}

static void settle(int i) {
  for (; i > 1 && queue[i]->due_ns < queue[i / 2]->due_ns; i /= 2) swap(i, i / 2);
  for (;;) {
    int least = i;
    for (int child = 2 * i; child <= 2 * i + 1; child++)
      if (child <= queued && queue[child]->due_ns < queue[least]->due_ns) least = child;
    if (least == i) return;
    swap(i, least);
    i = least;
  }
}

static void enqueue(connection *c) {
  queue[++queued] = c;
  c->place = queued;
  settle(queued);
}

static void dequeue(connection *c) {
  int place = c->place;
  if (place == 0) return;
  if (place != queued) swap(place, queued);
  queued--;
  c->place = 0;
  if (place <= queued) settle(place);
}

static void drop(connection *c) {
  dequeue(c);
  close(c->fd);
  connections[c->fd] = NULL;
  free(c->behind);
  free(c);
}

static void watch(connection *c, uint32_t events, int how) {
  struct epoll_event event = {.events = events, .data.fd = c->fd};
  epoll_ctl(poll_fd, how, c->fd, &event);
}

/** False: the connection is gone. */
static bool say(connection *c, const char *bytes, int count) {
  if (c->behind_from == c->behind_to) {
    ssize_t sent = send(c->fd, bytes, count, MSG_NOSIGNAL);
    if (sent == count) return true;
    if (sent < 0 && errno != EAGAIN) return drop(c), false;
    if (sent > 0) bytes += sent, count -= sent;
    c->behind_from = c->behind_to = 0;
    watch(c, EPOLLIN | EPOLLOUT, EPOLL_CTL_MOD);
  }
  if (c->behind_to + count > BEHIND_BYTES) return drop(c), false;
  if (!c->behind) c->behind = malloc(BEHIND_BYTES);
  memcpy(c->behind + c->behind_to, bytes, count);
  c->behind_to += count;
  return true;
}

static void catch_up(connection *c) {
  ssize_t sent = send(c->fd, c->behind + c->behind_from, c->behind_to - c->behind_from, MSG_NOSIGNAL);
  if (sent < 0 && errno != EAGAIN) return drop(c);
  if (sent > 0) c->behind_from += sent;
  if (c->behind_from == c->behind_to) watch(c, EPOLLIN, EPOLL_CTL_MOD);
}

static long number_after(const char *body, int length, const char *name) {
  const char *found = memmem(body, length, name, strlen(name));
  return found ? atol(found + strlen(name)) : 0;
}

static bool reply(connection *c, const char *body, int length) {
  const char *user = memmem(body, length, "\"user\":\"", 8);
  if (user && user + 8 + NONCE_DIGITS <= body + length) memcpy(c->nonce, user + 8, NONCE_DIGITS);
  else memset(c->nonce, '-', NONCE_DIGITS);
  if (!memmem(body, length, "\"stream\":true", 13)) {
    memcpy(answer + answer_nonce, c->nonce, NONCE_DIGITS);
    return say(c, answer, answer_length);
  }
  if (c->place) return drop(c), false;
  c->left = number_after(body, length, "\"max_tokens\":");
  c->every_ns = number_after(body, length, "\"seed\":") * 1000;
  c->number = 0;
  if (c->left <= 0 || c->every_ns <= 0) return drop(c), false;
  c->due_ns = now_ns() + c->every_ns;
  if (!say(c, STREAM_HEAD, sizeof STREAM_HEAD - 1)) return false;
  enqueue(c);
  return true;
}

static void say_chunk(connection *c) {
  if (c->left-- == 0) {
    dequeue(c);
    say(c, STREAM_END, sizeof STREAM_END - 1);
    return;
  }
  c->due_ns += c->every_ns;
  settle(c->place);
  memcpy(chunk + chunk_nonce, c->nonce, NONCE_DIGITS);
  put_digits(chunk + chunk_number, NUMBER_DIGITS, c->number++);
  put_digits(chunk + chunk_stamp, STAMP_DIGITS, now_ns());
  say(c, chunk, chunk_length);
}

/** The length of the whole request at the beginning of what came; 0: more must come, -1: it cannot be read. */
static int request_length(const char *from, int held, int *head) {
  const char *end = memmem(from, held, "\r\n\r\n", 4);
  if (!end) return 0;
  *head = end + 4 - from;
  long body = 0;
  for (const char *line = from; (line = memchr(line, '\n', end - line)) && line < end;) {
    line++;
    if (strncasecmp(line, "content-length:", 15) == 0) body = atol(line + 15);
    else if (strncasecmp(line, "transfer-encoding:", 18) == 0) return -1;
  }
  if (body < 0 || *head + body > REQUEST_BYTES) return -1;
  return *head + body <= held ? *head + (int)body : 0;
}

static void hear(connection *c) {
  int fd = c->fd;
  ssize_t count = recv(fd, c->request + c->held, REQUEST_BYTES - c->held, 0);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) return drop(c);
  c->held += count;
  int from = 0;
  for (int head = 0, length; from < c->held; from += length) {
    length = request_length(c->request + from, c->held - from, &head);
    if (length == 0) break;
    if (length < 0 || !reply(c, c->request + from + head, length - head)) {
      if (connections[fd] == c) drop(c);
      return;
    }
  }
  if (from > 0) memmove(c->request, c->request + from, c->held -= from);
  if (c->held == REQUEST_BYTES) drop(c);
}

static void accept_all(int listener) {
  for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
    if (fd >= MOST_CONNECTIONS) {
      close(fd);
      continue;
    }
    send_at_once(fd);
    connection *c = calloc(1, sizeof *c);
    c->fd = fd;
    connections[fd] = c;
    watch(c, EPOLLIN, EPOLL_CTL_ADD);
  }
}

static void listen_on(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = loopback(port);
  if (bind(fd, (void *)&address, sizeof address) || listen(fd, 4096)) fail("listen");
  // Told from connections by the sign.
  struct epoll_event event = {.events = EPOLLIN, .data.fd = -fd};
  epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &event);
}

int main(int count, char **arguments) {
  begin_process();
  prepare_texts();
  poll_fd = epoll_create1(0);
  for (int i = 1; i < count; i++) listen_on(atoi(arguments[i]));
  struct epoll_event events[256];
  for (;;) {
    int ready = wait_until(poll_fd, events, 256, queued ? queue[1]->due_ns : now_ns() + SECOND_NS);
    for (int i = 0; i < ready; i++) {
      int fd = events[i].data.fd;
      if (fd < 0) {
        accept_all(-fd);
        continue;
      }
      connection *c = connections[fd];
      if (c && events[i].events & EPOLLOUT) catch_up(c);
      if (connections[fd] && events[i].events & ~EPOLLOUT) hear(connections[fd]);
    }
    // A few at a time: requests must not wait for all chunks of a burst.
    int64_t now = now_ns();
    for (int n = 0; n < 64 && queued && queue[1]->due_ns <= now; n++) say_chunk(queue[1]);
  }
}
