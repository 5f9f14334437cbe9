// Asks a proxy on 127.0.0.1 and checks every answer; one thread. Settings are NAME=VALUE, the result is a line of JSON.
//   load closed    each connection asks again as soon as it has its answer
//   load open      `rate` requests a second, whatever becomes of them; a latency counts from when its request was due
//   load streams   each connection reads one stream, from before the measuring begins until after it ends
// Anything but the whole answer to that very request is `bad`, at any time.
#include "answer.h"
#include "samples.h"
#include "usage.h"

#define MOST_CONNECTIONS 8192
#define KEPT_BYTES 2048
#define READ_BYTES (256 * 1024)

enum mode { CLOSED, OPEN, STREAMS };

typedef struct {
  int fd;
  bool connected, busy;
  answer answer;
  char nonce[NONCE_DIGITS];
  int64_t due_ns, chunk_at_ns;
  /** The body so far; of a stream, the event that has begun. */
  int kept;
  char body[KEPT_BYTES];
  long body_bytes, chunks;
  bool ended, spoilt;
} connection;

static enum mode mode;
static int port = 8080, wanted = 64, length = 500;
static double seconds = 4, warm = 1, ramp = 0.1, rate = 500, every = 0.01;
static const char *path = "/v1/chat/completions", *model = "owner/tiny", *token = "", *more = "";
static processes proxy, others;

static connection *all;
static connection *idle[MOST_CONNECTIONS];
static int idle_count, poll_fd, busy_count;
static bool measuring, finishing;
static long good, bad, chunk_count, told;
static samples latencies, gaps;
static char request[8192], buffer[READ_BYTES];
static int request_length, request_nonce, request_talk;

static void spoil(connection *c, const char *why) {
  c->spoilt = true;
  bad++;
  if (told++ < 5)
    fprintf(stderr, "bad: %s (status %d, %ld bytes, %ld chunks) %.*s\n", why, c->answer.status, c->body_bytes, c->chunks,
            c->kept < 300 ? c->kept : 300, c->body);
}

static void prepare_request(long chunks) {
  char body[2048];
  int size = sprintf(body, "{\"model\":\"%s\",\"messages\":[{\"role\":\"system\",\"content\":\"You are the helpful assistant of talk ", model);
  int talk = size;
  size += sprintf(body + size, "0000, and you answer in one short sentence.\"},{\"role\":\"user\",\"content\":\"%s\"}],\"temperature\":0.7,"
                  "\"max_tokens\":%ld,\"seed\":%ld,\"stream\":%s,\"user\":\"",
                  "What is the quickest way from the harbour to the old town when the tide is out, and what is there to see?",
                  chunks, (long)(every * 1e6), mode == STREAMS ? "true" : "false");
  int nonce = size;
  size += sprintf(body + size, "%0*d\"}", NONCE_DIGITS, 0);
  char credentials[512] = "";
  if (*token) snprintf(credentials, sizeof credentials, "Authorization: Bearer %s\r\n", token);
  int head = snprintf(request, sizeof request - sizeof body,
                      "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: application/json\r\nContent-Type: application/json\r\n"
                      "User-Agent: OpenAI/JS 7.55.0\r\nX-Stainless-Lang: js\r\nX-Stainless-Package-Version: 7.55.0\r\n"
                      "%s%sContent-Length: %d\r\n\r\n", path, port, credentials, more, size);
  if (head >= (int)(sizeof request - sizeof body)) fail("the head is too long");
  memcpy(request + head, body, size);
  request_length = head + size;
  request_nonce = head + nonce;
  request_talk = head + talk;
}

static void new_nonce(char *to) {
  static uint64_t state = 0x9e3779b97f4a7c15;
  state ^= state << 13, state ^= state >> 7, state ^= state << 17;
  for (int i = 0; i < NONCE_DIGITS; i++) to[i] = "0123456789abcdef"[state >> (4 * i) & 15];
}

static void connect_one(connection *c) {
  c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  c->connected = false;
  send_at_once(c->fd);
  struct sockaddr_in to = loopback(port);
  if (connect(c->fd, (void *)&to, sizeof to) && errno != EINPROGRESS) fail("connect");
  struct epoll_event event = {.events = EPOLLIN | EPOLLOUT, .data.ptr = c};
  epoll_ctl(poll_fd, EPOLL_CTL_ADD, c->fd, &event);
}

static void reconnect(connection *c) {
  close(c->fd);
  connect_one(c);
}

static void ask(connection *c, int64_t due_ns) {
  answer_begin(&c->answer);
  c->answer.status = 0;
  new_nonce(c->nonce);
  c->due_ns = due_ns;
  c->kept = 0;
  c->body_bytes = c->chunks = c->chunk_at_ns = 0;
  c->ended = c->spoilt = false;
  c->busy = true;
  busy_count++;
  memcpy(request + request_nonce, c->nonce, NONCE_DIGITS);
  put_digits(request + request_talk, 4, c - all);
  // A new request into an empty buffer: it fits, or the proxy has stopped reading.
  if (send(c->fd, request, request_length, MSG_NOSIGNAL) != request_length) spoil(c, "not sent");
}

static void free_for_next(connection *c) {
  c->busy = false;
  busy_count--;
  if (finishing || mode == STREAMS) return;
  if (mode == CLOSED) ask(c, now_ns());
  else idle[idle_count++] = c;
}

static void check_event(connection *c, const char *event, int count, int64_t now) {
  if (memmem(event, count, "[DONE]", 6)) {
    c->ended = true;
    return;
  }
  const char *nonce = memmem(event, count, "chatcmpl-", 9), *content = memmem(event, count, "\"content\":\"", 11);
  if (!nonce || !content || content + 11 + NUMBER_DIGITS + 1 + STAMP_DIGITS > event + count) return spoil(c, "an odd event");
  if (memcmp(nonce + 9, c->nonce, NONCE_DIGITS) != 0) return spoil(c, "an event of another stream");
  if (digits_at(content + 11, NUMBER_DIGITS) != c->chunks++) return spoil(c, "an event out of order");
  if (measuring) {
    chunk_count++;
    samples_add(&latencies, now - digits_at(content + 11 + NUMBER_DIGITS + 1, STAMP_DIGITS));
    if (c->chunk_at_ns) samples_add(&gaps, llabs(now - c->chunk_at_ns - (int64_t)(every * SECOND_NS)));
  }
  c->chunk_at_ns = now;
}

static void take_events(connection *c) {
  int64_t now = now_ns();
  char *from = c->body, *to = c->body + c->kept;
  for (char *end; !c->spoilt && (end = memmem(from, to - from, "\n\n", 2)); from = end + 2) check_event(c, from, end - from, now);
  c->kept = to - from;
  memmove(c->body, from, c->kept);
}

static void take(void *whose, const char *bytes, int count) {
  connection *c = whose;
  c->body_bytes += count;
  while (count > 0 && !c->spoilt) {
    int room = KEPT_BYTES - c->kept, part = count < room ? count : room;
    if (part == 0) return spoil(c, "a body or an event beyond all bounds");
    memcpy(c->body + c->kept, bytes, part);
    c->kept += part;
    bytes += part;
    count -= part;
    if (mode == STREAMS && c->answer.status == 200) take_events(c);
  }
}

static void finish(connection *c, int64_t now) {
  if (c->spoilt) return;
  if (c->answer.status != 200) return spoil(c, "not answered 200");
  if (mode == STREAMS) {
    if (!c->ended) spoil(c, "a stream without its end");
    else good++;
    return;
  }
  if (length > 0 && c->body_bytes != length) return spoil(c, "not the whole body");
  if (!memmem(c->body, c->kept, c->nonce, NONCE_DIGITS)) return spoil(c, "another one's answer");
  if (!measuring) return;
  good++;
  samples_add(&latencies, now - c->due_ns);
}

static void leave_idle(connection *c) {
  for (int i = 0; i < idle_count; i++)
    if (idle[i] == c) {
      idle[i] = idle[--idle_count];
      return;
    }
}

static void closed_by_peer(connection *c) {
  if (c->busy) {
    if (c->answer.part == TO_CLOSE) finish(c, now_ns());
    else if (!c->spoilt) spoil(c, "closed amid an answer");
    c->busy = false;
    busy_count--;
  }
  leave_idle(c);
  if (mode == STREAMS || finishing) epoll_ctl(poll_fd, EPOLL_CTL_DEL, c->fd, NULL);
  else reconnect(c);
}

static void hear(connection *c) {
  ssize_t count = recv(c->fd, buffer, READ_BYTES, 0);
  if (count < 0 && errno == EAGAIN) return;
  if (count <= 0) return closed_by_peer(c);
  if (!c->busy) {
    spoil(c, "bytes that nobody asked for");
    return closed_by_peer(c);
  }
  enum fed fed = answer_feed(&c->answer, buffer, count, take, c);
  if (fed == MORE && !c->spoilt) return;
  if (fed == BROKEN && !c->spoilt) spoil(c, "an answer that cannot be read");
  finish(c, now_ns());
  if (c->answer.closes || c->spoilt) {
    c->busy = false;
    busy_count--;
    if (!finishing && mode != STREAMS) reconnect(c);
    else close(c->fd);
  } else free_for_next(c);
}

static void connected(connection *c) {
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
  if (error) {
    errno = error;
    fail("connect");
  }
  c->connected = true;
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
  epoll_ctl(poll_fd, EPOLL_CTL_MOD, c->fd, &event);
  if (mode == OPEN) idle[idle_count++] = c;
  else ask(c, now_ns());
}

static void take_turn(int64_t until_ns) {
  static struct epoll_event events[256];
  int ready = wait_until(poll_fd, events, 256, until_ns);
  for (int i = 0; i < ready; i++) {
    connection *c = events[i].data.ptr;
    if (!c->connected && events[i].events & (EPOLLOUT | EPOLLERR | EPOLLHUP)) connected(c);
    else if (events[i].events & (EPOLLIN | EPOLLERR | EPOLLHUP)) hear(c);
  }
}

/** Opens connections evenly over the ramp and asks what is due, until that time. */
static void run_until(int64_t began_ns, int64_t until_ns) {
  static int opened;
  static int64_t asked;
  int64_t due_from = began_ns + (int64_t)(ramp * SECOND_NS);
  for (int64_t now; (now = now_ns()) < until_ns;) {
    int64_t next = until_ns;
    for (; opened < wanted; opened++) {
      int64_t at = began_ns + (int64_t)(ramp * SECOND_NS * opened / wanted);
      if (at > now) {
        if (at < next) next = at;
        break;
      }
      connect_one(&all[opened]);
    }
    for (; mode == OPEN; asked++) {
      int64_t due = due_from + (int64_t)(asked * (double)SECOND_NS / rate);
      if (due > now || idle_count == 0) {
        if (due > now && due < next) next = due;
        break;
      }
      // The one that has been idle for longest: every connection is used.
      connection *c = idle[0];
      memmove(idle, idle + 1, --idle_count * sizeof *idle);
      ask(c, due);
    }
    take_turn(next);
  }
}

static void read_setting(const char *setting) {
  const char *value = strchr(setting, '=');
  if (!value) fail(setting);
  size_t size = value++ - setting;
  struct { const char *name; int *whole; double *real; const char **text; } known[] = {
    {"port", &port, 0, 0}, {"connections", &wanted, 0, 0}, {"length", &length, 0, 0}, {"seconds", 0, &seconds, 0},
    {"warm", 0, &warm, 0}, {"ramp", 0, &ramp, 0}, {"rate", 0, &rate, 0}, {"every", 0, &every, 0}, {"path", 0, 0, &path},
    {"model", 0, 0, &model}, {"token", 0, 0, &token}, {"headers", 0, 0, &more},
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strlen(known[i].name) == size && strncmp(setting, known[i].name, size) == 0) {
      if (known[i].whole) *known[i].whole = atoi(value);
      else if (known[i].real) *known[i].real = atof(value);
      else *known[i].text = value;
      return;
    }
  if (strncmp(setting, "proxy=", 6) == 0) processes_add(&proxy, value);
  else if (strncmp(setting, "others=", 7) == 0) processes_add(&others, value);
  else fail(setting);
}

int main(int count, char **arguments) {
  begin_process();
  const char *modes[] = {"closed", "open", "streams"};
  int named = -1;
  for (int i = 0; count > 1 && i < 3; i++)
    if (strcmp(arguments[1], modes[i]) == 0) named = i;
  if (named < 0) return 2;
  mode = named;
  for (int i = 2; i < count; i++) read_setting(arguments[i]);
  if (wanted < 1 || wanted > MOST_CONNECTIONS) return 2;
  others.ids[others.count++] = getpid();
  // A stream lasts from its place in the ramp until all have been measured.
  prepare_request((long)((ramp + warm + seconds) / every) + 1);
  all = calloc(wanted, sizeof *all);
  poll_fd = epoll_create1(0);

  int64_t began = now_ns(), begins = began + (int64_t)((ramp + warm) * SECOND_NS);
  run_until(began, begins);
  double cpu = cpu_seconds(&proxy), own = cpu_seconds(&others), busy = busy_seconds();
  int64_t from = now_ns();
  measuring = true;
  run_until(began, begins + (int64_t)(seconds * SECOND_NS));
  measuring = false;
  double elapsed = (now_ns() - from) / 1e9;
  cpu = cpu_seconds(&proxy) - cpu;
  own = cpu_seconds(&others) - own;
  busy = busy_seconds() - busy;
  long resident = resident_kib(&proxy), answered = good;

  finishing = true;
  for (int64_t limit = now_ns() + (int64_t)((ramp + 10) * SECOND_NS); busy_count > 0 && now_ns() < limit;)
    take_turn(now_ns() + SECOND_NS / 100);
  for (int i = 0; i < wanted; i++)
    if (all[i].busy && !all[i].spoilt) spoil(&all[i], "never answered whole");
  samples_sort(&latencies);
  samples_sort(&gaps);
  printf("{\"answers\":%ld,\"chunks\":%ld,\"bad\":%ld,\"seconds\":%.4f,\"p50Us\":%.2f,\"p99Us\":%.2f,\"p999Us\":%.2f,"
         "\"gapP50Us\":%.2f,\"gapP99Us\":%.2f,\"cpuSeconds\":%.2f,\"foreignCores\":%.3f,\"residentKib\":%ld,\"leftOut\":%ld}\n",
         answered, chunk_count, bad, elapsed, samples_at(&latencies, 0.5), samples_at(&latencies, 0.99),
         samples_at(&latencies, 0.999), samples_at(&gaps, 0.5), samples_at(&gaps, 0.99), cpu, (busy - cpu - own) / elapsed,
         resident, latencies.left_out);
  return 0;
}
