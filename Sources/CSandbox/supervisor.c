// Pid 1 of a run (or, without namespaces, a plain parent): starts the program or has it forked, ends
// it at a limit, reaps everything, and tells how it went.
#include "internal.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

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
  int stage = confine(plan);
  if (stage) fail(shared, stage);
  for (int index = 0; index < plan->fd_count; index++) {
    if (dup2(plan->fds[index], index) < 0) fail(shared, STAGE_FORK);
  }
  if (syscall(SYS_close_range, (unsigned)plan->fd_count, ~0u, 0) != 0) fail(shared, STAGE_FORK);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (plan->probe) _exit(probe_main((char **)plan->arguments));
  execve(plan->arguments[0], plan->arguments, plan->environment);
  shared->exec_errno = errno;
  _exit(127);
}

struct birth {
  const struct plan *plan;
  struct shared *shared;
};

static int be_born(void *argument) {
  const struct birth *birth = argument;
  become_program(birth->plan, birth->shared);
  return 127;
}

/// Starts pid 2; its process id, or -1.
static pid_t start_program(const struct plan *plan, struct shared *shared) {
  static char stack[64 << 10] __attribute__((aligned(64)));
  // A probe executes nothing, and so needs memory of its own.
  if (plan->probe) {
    pid_t pid = fork();
    if (pid == 0) become_program(plan, shared);
    return pid;
  }
  // It borrows our memory until it executes the program: copying ours costs more than all it does.
  struct birth birth = {plan, shared};
  return clone(be_born, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, &birth);
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

static bool has_limits(const struct watch *watch) {
  const struct csandbox_limits *limits = watch->limits;
  return limits->cpu_ns || limits->idle_ns || limits->wall_ns || watch->counts_memory;
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

/// The program's process is this process's own child, or a zygote's.
struct program {
  pid_t pid;    // 0: the zygote's
  int zygote;   // a socket, or -1
  int process;  // a pidfd of the zygote's child, or -1
  int signals;
  uint32_t id;  // of the run
};

/// Reaps orphans that became our children; bounded, so that a breeder of them cannot keep us from
/// looking.
static void reap_orphans(pid_t program) {
  for (int count = 0; count < 64; count++) {
    siginfo_t orphan = {0};
    if (waitid(P_ALL, 0, &orphan, WEXITED | WNOHANG | WNOWAIT) != 0) break;
    if (orphan.si_pid == 0 || orphan.si_pid == program) break;
    waitpid(orphan.si_pid, NULL, WNOHANG);
  }
}

/// Whether our child has ended; it is not reaped.
static bool child_has_ended(pid_t program) {
  siginfo_t info = {0};
  return program != 0 && waitid(P_PID, (id_t)program, &info, WEXITED | WNOHANG | WNOWAIT) == 0
      && info.si_pid == program;
}

/// Waits until the program ends or must be ended; it is not yet reaped then.
static enum csandbox_stop watch_program(
    struct watch *watch, const struct program *program, struct shared *shared
) {
  struct pollfd waiting[2] = {
      {.fd = program->signals, .events = POLLIN}, {.fd = program->process, .events = POLLIN}};
  for (;;) {
    int64_t time = nap(watch);
    struct timespec timeout = {.tv_sec = time / 1000000000, .tv_nsec = time % 1000000000};
    int count = ppoll(waiting, 2, &timeout, NULL);
    if (count > 0 && waiting[0].revents) {
      struct signalfd_siginfo taken[4];
      if (read(program->signals, taken, sizeof taken) < 0) {}
      if (child_has_ended(program->pid)) return CSANDBOX_ENDED_ITSELF;
      reap_orphans(program->pid);
    }
    if (shared->asked_to_stop == program->id) return CSANDBOX_STOP_ASKED;
    if (count > 0 && waiting[1].revents) return CSANDBOX_ENDED_ITSELF;
    if (csandbox_now_ns() - watch->last < time && count > 0) continue;
    look(watch);
    enum csandbox_stop stop = exceeded(watch);
    if (stop != CSANDBOX_ENDED_ITSELF) return stop;
  }
}

/// Ends all that is left of the run; what the zygote tells of its child.
static struct zygote_ending end_zygote_child(
    const struct program *program, enum csandbox_stop stop
) {
  enum { PATIENCE_MS = 60000 };
  struct zygote_ending ending = {0};
  if (stop != CSANDBOX_ENDED_ITSELF) kill(-1, SIGKILL);
  struct pollfd waiting = {.fd = program->process, .events = POLLIN};
  int ended;
  while ((ended = poll(&waiting, 1, PATIENCE_MS)) < 0 && errno == EINTR) {}
  if (ended != 1) _exit(1);  // an incomplete report
  // Its children became ours when it ended: they count too.
  end_namespace();
  if (zygote_reap(program->zygote, &ending) != 0) _exit(1);
  return ending;
}

static void prepare(const struct plan *plan, struct shared *shared) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (has_namespaces(plan)) {
    int stage = mounts_enter(plan);
    if (stage) fail(shared, stage);
  } else {
    setsid();
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    if (chdir(plan->directory) != 0) fail(shared, STAGE_DIRECTORY);
  }
}

enum { SOCKET = 3 };  // the keeper's, to the helper

/// Keeps the helper's socket, the names of sockets, and the zygote's socket, if there is one, as
/// descriptor 0, and closes all others.
static struct program keep_only_sockets(
    const struct plan *plan, pid_t pid, const struct zygote_run *run
) {
  struct program program = {.pid = pid, .zygote = pid ? -1 : 0, .process = -1, .id = plan->id};
  sigset_t awaited;
  sigemptyset(&awaited);
  sigaddset(&awaited, SIGCHLD);
  sigaddset(&awaited, SIGUSR1);
  if (pid == 0) dup2(run->socket, 0);
  syscall(SYS_close_range, pid ? 0 : 1, SOCKET - 1, 0);
  if (has_namespaces(plan)) {
    syscall(SYS_close_range, SOCKET + 1, SOCKET_NAMES - 1, 0);
    syscall(SYS_close_range, SOCKET_NAMES + 1, ~0u, 0);
  } else {
    syscall(SYS_close_range, SOCKET + 1, ~0u, 0);
  }
  program.signals = signalfd(-1, &awaited, SFD_CLOEXEC | SFD_NONBLOCK);
  // The process stays a zombie until it is asked for: this is it.
  if (pid == 0) program.process = (int)syscall(SYS_pidfd_open, run->pid, 0);
  return program;
}

void supervise(const struct plan *plan, struct shared *shared) {
  prepare(plan, shared);
  struct watch watch = {
      .limits = &plan->limits,
      .counts_memory = plan->limits.memory_bytes && plan->level != CSANDBOX_FULL,
  };
  watch.cores = processor_count();
  watch.start = watch.last = csandbox_now_ns();

  pid_t pid = 0;
  struct zygote_run run = {0};
  if (plan->warm) {
    int stage = zygote_fork(plan, ZYGOTE_OWN, &run);
    if (!stage) stage = zygote_go(&run);
    if (stage) fail(shared, stage);
  } else {
    pid = start_program(plan, shared);
    if (pid < 0) fail(shared, STAGE_FORK);
  }
  prctl(PR_SET_DUMPABLE, 0);
  struct program program = keep_only_sockets(plan, pid, &run);
  if (program.signals < 0 || (plan->warm && program.process < 0)) fail(shared, STAGE_FORK);

  shared->stop = watch_program(&watch, &program, shared);
  // As a zombie it still tells. Whoever set no limits watches by itself.
  if (shared->stop == CSANDBOX_ENDED_ITSELF && (has_limits(&watch) || pid)) look(&watch);
  int64_t wall = csandbox_now_ns() - watch.start;
  struct zygote_ending ending = {0};
  if (pid) {
    ending.status = tree_kill(pid, plan->uid, plan->is_root);
  } else {
    ending = end_zygote_child(&program, (enum csandbox_stop)shared->stop);
  }

  struct rusage usage;
  getrusage(RUSAGE_CHILDREN, &usage);
  uint64_t reaped = (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000
      + (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000 + (uint64_t)ending.cpu_ns;
  uint64_t peak = (uint64_t)usage.ru_maxrss * 1024;
  if ((uint64_t)ending.peak_bytes > peak) peak = (uint64_t)ending.peak_bytes;
  if (watch.memory_peak > peak) peak = watch.memory_peak;
  shared->cpu_ns = reaped > (uint64_t)watch.cpu ? reaped : (uint64_t)watch.cpu;
  shared->wall_ns = (uint64_t)wall;
  shared->idle_ns = (uint64_t)watch.idle;
  shared->delay_ns = (uint64_t)watch.delay;
  shared->peak_bytes = peak;
  shared->wait_status = ending.status;
  shared->complete = 1;
  // Only we are left of the run. Its namespaces and files take the kernel long to take apart, and
  // nobody needs to wait for that.
  container_answer(SOCKET, plan->id, STAGE_OK, has_namespaces(plan) && sockets_are_left(SOCKET_NAMES));
  _exit(0);
}
