// Pid 1 of a run (or, without namespaces, a plain parent): starts the program, ends it at a
// limit, reaps everything, and tells how it went.
#include "internal.h"

#include <errno.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/// The longest time between two looks: waiting for a core is only known of living threads.
static const int64_t LONGEST_NAP_NS = 200000000;
static const int64_t SHORTEST_NAP_NS = 1000000;

static void fail(struct shared *shared, int stage) __attribute__((noreturn));
static void fail(struct shared *shared, int stage) {
  shared->failed_errno = errno;
  shared->failed_stage = stage;
  _exit(1);
}

/// Pid 2: never returns.
static void become_program(const struct plan *plan, struct shared *shared) {
  setsid();
  umask(022);
  for (int index = 0; index < plan->fd_count; index++) {
    if (dup2(plan->fds[index], index) < 0) fail(shared, STAGE_FORK);
  }
  int stage = confine(plan);
  if (stage) fail(shared, stage);
  if (syscall(SYS_close_range, (unsigned)plan->fd_count, ~0u, 0) != 0) fail(shared, STAGE_FORK);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (plan->probe) _exit(probe_main((char **)plan->arguments));
  execve(plan->arguments[0], plan->arguments, plan->environment);
  shared->exec_errno = errno;
  _exit(127);
}

static int64_t least(int64_t a, int64_t b) { return a < b ? a : b; }

struct watch {
  const struct csandbox_limits *limits;
  int64_t start, last, cpu, delay, idle;
  int64_t cores;
  bool counts_memory;  // no control group does
  uint64_t memory_peak;
};

/// Brings `watch` up to date; idle time adds up over the intervals between looks.
static void look(struct watch *watch) {
  struct usage usage = usage_of_tree();
  int64_t now = csandbox_now_ns();
  int64_t idle = (now - watch->last) - (usage.cpu_ns - watch->cpu)
      - (usage.delay_ns - watch->delay);
  // The kernel tells of a wait for a core when it is over, and never of a core that the host took
  // away: whoever could run now was not idle.
  if (idle > 0 && !tree_is_runnable()) watch->idle += idle;
  watch->last = now;
  if (usage.cpu_ns > watch->cpu) watch->cpu = usage.cpu_ns;
  watch->delay = usage.delay_ns;
  if (watch->counts_memory && usage.resident_bytes > watch->limits->memory_bytes) {
    uint64_t memory = memory_of_tree();
    if (memory > watch->memory_peak) watch->memory_peak = memory;
  }
}

static enum csandbox_stop exceeded(const struct watch *watch) {
  const struct csandbox_limits *limits = watch->limits;
  if (limits->cpu_ns && watch->cpu >= (int64_t)limits->cpu_ns) return CSANDBOX_STOP_CPU;
  if (limits->idle_ns && watch->idle >= (int64_t)limits->idle_ns) return CSANDBOX_STOP_IDLE;
  if (limits->wall_ns && watch->last - watch->start >= (int64_t)limits->wall_ns) {
    return CSANDBOX_STOP_WALL;
  }
  if (watch->memory_peak > limits->memory_bytes) return CSANDBOX_STOP_MEMORY;
  return CSANDBOX_ENDED_ITSELF;
}

/// No limit can be passed earlier than after this time.
static int64_t nap(const struct watch *watch) {
  const struct csandbox_limits *limits = watch->limits;
  int64_t time = watch->counts_memory ? LONGEST_NAP_NS / 4 : LONGEST_NAP_NS;
  if (limits->cpu_ns) time = least(time, ((int64_t)limits->cpu_ns - watch->cpu) / watch->cores);
  if (limits->idle_ns) time = least(time, (int64_t)limits->idle_ns - watch->idle);
  if (limits->wall_ns) {
    time = least(time, (int64_t)limits->wall_ns - (watch->last - watch->start));
  }
  return time < SHORTEST_NAP_NS ? SHORTEST_NAP_NS : time;
}

/// Waits until the program ends or must be ended; it is not yet reaped then.
static enum csandbox_stop watch_program(struct watch *watch, pid_t program, struct shared *shared) {
  sigset_t awaited;
  sigemptyset(&awaited);
  sigaddset(&awaited, SIGCHLD);
  sigaddset(&awaited, SIGUSR1);
  for (;;) {
    int64_t time = nap(watch);
    struct timespec timeout = {.tv_sec = time / 1000000000, .tv_nsec = time % 1000000000};
    int signal = sigtimedwait(&awaited, NULL, &timeout);
    if (shared->asked_to_stop) return CSANDBOX_STOP_ASKED;
    if (signal == SIGCHLD) {
      siginfo_t info = {0};
      if (waitid(P_PID, (id_t)program, &info, WEXITED | WNOHANG | WNOWAIT) == 0
          && info.si_pid == program) {
        return CSANDBOX_ENDED_ITSELF;
      }
      // Orphans; bounded, so that a breeder of them cannot keep us from looking.
      for (int count = 0; count < 64; count++) {
        siginfo_t orphan = {0};
        if (waitid(P_ALL, 0, &orphan, WEXITED | WNOHANG | WNOWAIT) != 0) break;
        if (orphan.si_pid == 0 || orphan.si_pid == program) break;
        waitpid(orphan.si_pid, NULL, WNOHANG);
      }
    }
    if (csandbox_now_ns() - watch->last < time && signal > 0) continue;
    look(watch);
    enum csandbox_stop stop = exceeded(watch);
    if (stop != CSANDBOX_ENDED_ITSELF) return stop;
  }
}

static void prepare(const struct plan *plan, struct shared *shared) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (has_namespaces(plan)) {
    int stage = mounts_build(plan);
    if (stage) fail(shared, stage);
    if (sethostname("sandbox", 7) != 0) fail(shared, STAGE_PRIVATE);
  } else {
    setsid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (chdir(plan->directory) != 0) fail(shared, STAGE_DIRECTORY);
  }
}

void supervise(const struct plan *plan, struct shared *shared) {
  prepare(plan, shared);
  struct watch watch = {
      .limits = &plan->limits,
      .counts_memory = plan->limits.memory_bytes && plan->level != CSANDBOX_FULL,
  };
  watch.start = watch.last = csandbox_now_ns();
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  watch.cores = cores < 1 ? 1 : cores;

  pid_t program = fork();
  if (program < 0) fail(shared, STAGE_FORK);
  if (program == 0) become_program(plan, shared);
  prctl(PR_SET_DUMPABLE, 0);
  syscall(SYS_close_range, 0, ~0u, 0);

  shared->stop = watch_program(&watch, program, shared);
  if (shared->stop == CSANDBOX_ENDED_ITSELF) look(&watch);  // as a zombie it still tells
  int64_t wall = csandbox_now_ns() - watch.start;
  int status = tree_kill(program, plan->uid, plan->is_root);

  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  uint64_t reaped = (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000
      + (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000;
  shared->cpu_ns = reaped > (uint64_t)watch.cpu ? reaped : (uint64_t)watch.cpu;
  shared->wall_ns = (uint64_t)wall;
  shared->idle_ns = (uint64_t)watch.idle;
  shared->delay_ns = (uint64_t)watch.delay;
  shared->peak_bytes = (uint64_t)usage.ru_maxrss * 1024;
  if (watch.memory_peak > shared->peak_bytes) shared->peak_bytes = watch.memory_peak;
  shared->wait_status = status;
  shared->complete = 1;
  _exit(0);
}
