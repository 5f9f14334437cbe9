// Durations in nanoseconds, all of them up to a bound, and what lies below which share of them.
#ifndef SAMPLES_H
#define SAMPLES_H
#include "wire.h"

#define MOST_SAMPLES (1 << 22)

typedef struct {
  int count;
  /** Those beyond the bound, by count: figures of such a run are those of its beginning. */
  long left_out;
  uint32_t *values;
} samples;

static inline void samples_add(samples *s, int64_t ns) {
  if (!s->values) s->values = malloc(MOST_SAMPLES * sizeof *s->values);
  if (s->count == MOST_SAMPLES) s->left_out++;
  else s->values[s->count++] = ns < 0 ? 0 : ns > UINT32_MAX ? UINT32_MAX : (uint32_t)ns;
}

static int samples_order(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static inline void samples_sort(samples *s) {
  qsort(s->values, s->count, sizeof *s->values, samples_order);
}

/** In microseconds, of sorted ones. */
static inline double samples_at(const samples *s, double share) {
  if (s->count == 0) return 0;
  long at = share * s->count;
  return s->values[at < s->count ? at : s->count - 1] / 1000.0;
}
#endif
