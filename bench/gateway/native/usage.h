// What processes and the machine have used, as /proc tells.
#ifndef USAGE_H
#define USAGE_H
#include "wire.h"

#define MOST_PROCESSES 64

typedef struct {
  int count;
  int ids[MOST_PROCESSES];
} processes;

static inline void processes_add(processes *list, const char *ids) {
  for (const char *at = ids; at && *at; at = strchr(at, ','), at = at ? at + 1 : NULL)
    if (list->count < MOST_PROCESSES) list->ids[list->count++] = atoi(at);
}

static inline bool read_file(const char *path, char *text, int size) {
  FILE *file = fopen(path, "r");
  if (!file) return false;
  size_t count = fread(text, 1, size - 1, file);
  text[count] = 0;
  fclose(file);
  return true;
}

/** User and system, in seconds, of the processes with all their threads. */
static double cpu_seconds(const processes *list) {
  double ticks = 0;
  for (int i = 0; i < list->count; i++) {
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", list->ids[i]);
    if (!read_file(path, text, sizeof text)) continue;
    unsigned long user, system;
    char *fields = strrchr(text, ')');
    if (fields && sscanf(fields + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system) == 2)
      ticks += user + system;
  }
  return ticks / sysconf(_SC_CLK_TCK);
}

static long resident_kib(const processes *list) {
  long kib = 0;
  for (int i = 0; i < list->count; i++) {
    char path[64], text[4096];
    snprintf(path, sizeof path, "/proc/%d/status", list->ids[i]);
    char *found = read_file(path, text, sizeof text) ? strstr(text, "VmRSS:") : NULL;
    if (found) kib += atol(found + 6);
  }
  return kib;
}

/** Seconds that any core was busy with anything. */
static double busy_seconds(void) {
  char text[512];
  unsigned long user, nice, system, idle, wait, irq, softirq;
  if (!read_file("/proc/stat", text, sizeof text) ||
      sscanf(text, "cpu %lu %lu %lu %lu %lu %lu %lu", &user, &nice, &system, &idle, &wait, &irq, &softirq) != 7)
    return 0;
  return (double)(user + nice + system + irq + softirq) / sysconf(_SC_CLK_TCK);
}
#endif
