// `awake CORE`: keeps a core from halting, at a priority at which it yields to everything. A virtual one that halts takes tens
// of microseconds to come back, which would be measured as the proxy's.
#define _GNU_SOURCE
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

/** Where the kernel shares time between sessions first, being the least of one's own session is not enough. */
static void yield_to_other_sessions(void) {
  setsid();
  FILE *file = fopen("/proc/self/autogroup", "w");
  if (!file) return;
  fputs("19", file);
  fclose(file);
}

static void stay_on(int core) {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  CPU_SET(core, &cores);
  sched_setaffinity(0, sizeof cores, &cores);
  sched_setscheduler(0, SCHED_IDLE, &(struct sched_param){0});
  for (;;) __asm__ volatile("pause" ::: "memory");
}

int main(int count, char **arguments) {
  if (count != 2) return 2;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  yield_to_other_sessions();
  stay_on(atoi(arguments[1]));
}
