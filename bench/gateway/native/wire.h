// What the load generator and the upstream have in common: time, sockets on 127.0.0.1, and the ends of processes.
#ifndef WIRE_H
#define WIRE_H
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SECOND_NS 1000000000LL
/** Hexadecimal digits that a request carries and its answer must bear. */
#define NONCE_DIGITS 16
/** Digits of a chunk's number and of the time it was sent at, in nanoseconds. */
#define NUMBER_DIGITS 8
#define STAMP_DIGITS 19

static inline int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * SECOND_NS + t.tv_nsec;
}

static inline _Noreturn void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(1);
}

/** Timers to the microsecond, as many files as we may have, and an end with whoever started us. */
static inline void begin_process(void) {
  signal(SIGPIPE, SIG_IGN);
  prctl(PR_SET_TIMERSLACK, 1);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  struct rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
}

static inline struct sockaddr_in loopback(int port) {
  return (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static inline void send_at_once(int fd) {
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

static inline void put_digits(char *to, int digits, int64_t value) {
  for (int i = digits - 1; i >= 0; i--, value /= 10) to[i] = '0' + value % 10;
}

/** The number that these digits make; -1 where one of them is none. */
static inline int64_t digits_at(const char *from, int digits) {
  int64_t value = 0;
  for (int i = 0; i < digits; i++) {
    if (from[i] < '0' || from[i] > '9') return -1;
    value = value * 10 + from[i] - '0';
  }
  return value;
}

/** Waits for events, at most until that time. */
static inline int wait_until(int poll, struct epoll_event *events, int most, int64_t at_ns) {
  int64_t left = at_ns - now_ns();
  if (left < 0) left = 0;
  struct timespec limit = {left / SECOND_NS, left % SECOND_NS};
  int count = epoll_pwait2(poll, events, most, &limit, NULL);
  return count < 0 ? 0 : count;
}
#endif
