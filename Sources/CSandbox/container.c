// A container: namespaces, files and a control group that are made once and serve one run after
// another. Its keeper, pid 1 inside, starts a fresh pid namespace and fresh mounts for each run.
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

enum { SOCKET = 3 };  // the keeper's end

// MARK: the keeper

void container_answer(int socket, uint32_t id, int stage, bool dirty) {
  struct kept kept = {.id = id, .stage = stage, .error = stage ? errno : 0, .dirty = dirty};
  while (send(socket, &kept, sizeof kept, MSG_NOSIGNAL) < 0 && errno == EINTR) {}
}

static pid_t zygote_pid;  // 0: there is none

/// A run's pid 1; 0 if there is none.
struct supervisor {
  pid_t pid;
  int pidfd;
  uint32_t id;
};

/// Reaps the zygote and the processes that it has left behind, should it have ended. A run's pid
/// namespace cannot end as long as one of its processes, ours by then, waits to be reaped.
static void reap_others(pid_t run, struct supervisor *leaving) {
  siginfo_t ended = {0};
  while (waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid != 0
         && ended.si_pid != run) {
    if (ended.si_pid == zygote_pid) zygote_pid = 0;
    if (ended.si_pid == leaving->pid) {
      close(leaving->pidfd);
      leaving->pid = 0;
    }
    waitpid(ended.si_pid, NULL, WNOHANG);
    ended.si_pid = 0;
  }
}

/// Takes the signals that tell of children's ends, and reaps all but `run`.
static void heed_ends(int ends, pid_t run, struct supervisor *leaving) {
  struct signalfd_siginfo taken[4];
  if (read(ends, taken, sizeof taken) < 0) {}
  reap_others(run, leaving);
}

/// Waits for the end of a supervisor which has answered, and only has to leave.
static void await_leaving(struct supervisor *leaving, int ends) {
  enum { PATIENCE_MS = 60000 };
  bool was_killed = false;
  while (leaving->pid) {
    struct pollfd waiting[2] = {
        {.fd = leaving->pidfd, .events = POLLIN}, {.fd = ends, .events = POLLIN}};
    int count = poll(waiting, 2, PATIENCE_MS);
    if (count == 0) {
      // Its namespace waits for a process that the zygote does not reap.
      kill(leaving->pid, SIGKILL);
      if (was_killed && zygote_pid) kill(zygote_pid, SIGKILL);
      was_killed = true;
    }
    if (count > 0) heed_ends(ends, 0, leaving);
    // Its end is seen by its descriptor too, which stays readable when somebody else has reaped it.
    if (count > 0 && waiting[0].revents && leaving->pid) {
      waitpid(leaving->pid, NULL, WNOHANG);
      close(leaving->pidfd);
      leaving->pid = 0;
    }
  }
}

struct keeper {
  int ends;  // signals of children's ends
  struct shared *shared;
  struct supervisor now, leaving;
  bool is_connected, was_killed;
  int patience;  // with the run, in milliseconds; -1 without end
};

/// The run's supervisor ends it at its limits, and soon once it is asked to. One that does not is
/// ended from here, then the zygote, which may not have reaped.
enum { ASKED_MS = 70000, LEFT_MS = 5000, KILLED_MS = 5000 };

static void lose_patience(struct keeper *keeper) {
  kill(keeper->now.pid, SIGKILL);
  if (keeper->was_killed && zygote_pid) kill(zygote_pid, SIGKILL);
  keeper->was_killed = true;
  keeper->patience = KILLED_MS;
}

static void stop_run(struct keeper *keeper) {
  keeper->shared->asked_to_stop = keeper->now.id;
  kill(keeper->now.pid, SIGUSR1);
  if (!keeper->was_killed) keeper->patience = keeper->is_connected ? ASKED_MS : LEFT_MS;
}

/// The run's supervisor has ended.
static void conclude_run(struct keeper *keeper) {
  int status = 0;
  waitpid(keeper->now.pid, &status, 0);
  close(keeper->now.pidfd);
  keeper->now.pid = 0;
  keeper->patience = -1;
  // It mostly has answered. Twice is well: the helper heeds the first.
  if (!keeper->shared->complete || !WIFEXITED(status)) {
    container_answer(SOCKET, keeper->now.id, STAGE_OK, true);
  }
}

static void start_run(struct keeper *keeper, struct plan *plan) {
  // The last run's has answered, else the helper would not ask for another.
  await_leaving(&keeper->leaving, keeper->ends);
  keeper->leaving = keeper->now;
  struct supervisor *now = &keeper->now;
  *now = (struct supervisor){.pidfd = -1, .id = plan->id};
  keeper->patience = -1;
  keeper->was_killed = false;
  int stage = plan->warm && !zygote_pid ? zygote_start(plan, &zygote_pid) : STAGE_OK;
  if (!stage) {
    unsigned long flags = SIGCHLD | (has_namespaces(plan) ? CLONE_NEWPID | CLONE_NEWNS : 0);
    now->pid = (pid_t)syscall(SYS_clone, flags, NULL, NULL, NULL, NULL);
    if (now->pid == 0) supervise(plan, keeper->shared);
    if (now->pid > 0) now->pidfd = (int)syscall(SYS_pidfd_open, now->pid, 0);
    if (now->pidfd < 0) stage = STAGE_CLONE;
  }
  if (!stage) return;
  int error = errno;
  if (now->pid > 0) {
    kill(now->pid, SIGKILL);
    waitpid(now->pid, NULL, 0);
  }
  now->pid = 0;
  errno = error;
  container_answer(SOCKET, plan->id, stage, true);
}

/// Serves a message of the helper's.
static void serve(struct keeper *keeper) {
  static struct csandbox_request request;
  static struct plan plan;
  ssize_t length = plan_receive(SOCKET, &request, &plan);
  if (length < 0 && errno == EINTR) return;
  if (length < 0 && errno == EINVAL) {
    container_answer(SOCKET, plan.id, STAGE_REQUEST, true);
  } else if (length <= 0) {
    keeper->is_connected = false;
    if (keeper->now.pid) stop_run(keeper);
  } else if (request.kind == CSANDBOX_RUN) {
    start_run(keeper, &plan);
  } else if (keeper->now.pid && keeper->now.id == plan.id) {
    stop_run(keeper);
  }
  plan_close(&plan);
}

/// Serves runs, one after another, until the helper is gone, or the zygote, which cannot be started
/// again: the helper finds us gone then, and opens another container.
static void keep_serving(struct keeper *keeper) {
  bool is_warm = false;
  while (keeper->now.pid || (keeper->is_connected && (zygote_pid || !is_warm))) {
    struct pollfd waiting[3] = {
        {.fd = keeper->is_connected ? SOCKET : -1, .events = POLLIN},
        {.fd = keeper->ends, .events = POLLIN},
        {.fd = keeper->now.pid ? keeper->now.pidfd : -1, .events = POLLIN}};
    int count = poll(waiting, 3, keeper->patience);
    if (count < 0 && errno != EINTR) return;
    if (count == 0) lose_patience(keeper);
    if (count <= 0) continue;
    if (waiting[2].revents) conclude_run(keeper);
    if (waiting[1].revents) heed_ends(keeper->ends, keeper->now.pid, &keeper->leaving);
    if (waiting[0].revents) serve(keeper);
    is_warm = is_warm || zygote_pid != 0;
  }
}

/// Ends the zygote and waits for everybody: what pid 1 leaves for the kernel to end is not counted as
/// time that its parent's children took, and so would be in nobody's bill.
static void take_leave(void) {
  if (zygote_pid) kill(zygote_pid, SIGKILL);
  while (waitpid(-1, NULL, 0) > 0 || errno == EINTR) {}
}

static int moved_to(int fd, int place) {
  if (fd == place) return place;
  int moved = dup3(fd, place, O_CLOEXEC);
  close(fd);
  return moved;
}

/// The keeper's life. It waits for its user map first; an end without it means that the helper is
/// gone.
static void keep(const struct plan *plan, struct shared *shared, const int pair[2],
                 const int ends[2], const int gate[2]) {
  char byte;
  close(gate[1]);
  if (read(gate[0], &byte, 1) != 1) _exit(1);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // All lie beyond their places, so that none is overwritten before it is copied.
  const int fds[] = {pair[1], ends[0], ends[1]};
  for (int index = 0; index < 3; index++) {
    if (fds[index] < 0) close(SOCKET + index);
    if (fds[index] >= 0 && dup2(fds[index], SOCKET + index) < 0) _exit(1);
  }
  syscall(SYS_close_range, SOCKET_NAMES, ~0u, 0);
  int stage = STAGE_OK;
  if (has_namespaces(plan)) {
    if (plan->is_root) setgroups(0, NULL);
    stage = mounts_keep(plan);
    if (!stage && sethostname("sandbox", 7) != 0) stage = STAGE_PRIVATE;
    // Its runs look at the names of sockets after each: to find them takes longer than to read them.
    int names = stage ? -1 : open("/proc/net/unix", O_RDONLY | O_CLOEXEC);
    if (!stage && (names < 0 || moved_to(names, SOCKET_NAMES) < 0)) stage = STAGE_PROC;
  }
  if (stage) {
    container_answer(SOCKET, plan->id, stage, true);
  } else {
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    struct keeper keeper = {
        .ends = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK), .shared = shared,
        .is_connected = true, .patience = -1};
    keep_serving(&keeper);
    take_leave();
  }
  _exit(0);
}

// MARK: the helper's side

static int write_proc(pid_t pid, const char *file, const char *text) {
  char directory[32];
  snprintf(directory, sizeof directory, "/proc/%d", pid);
  return cgroup_write(directory, file, text);
}

/// Gives the new user namespace its users. Root maps itself too: keeper and pid 1 stay a user that
/// the program, always 1000 inside, can neither signal nor trace.
static int map_users(const struct plan *plan, pid_t pid) {
  char users[96], groups[96];
  if (plan->is_root) {
    snprintf(users, sizeof users, "0 0 1\n1000 %u 1\n", plan->uid);
    return write_proc(pid, "uid_map", users) | write_proc(pid, "gid_map", users);
  }
  snprintf(users, sizeof users, "1000 %u 1\n", getuid());
  snprintf(groups, sizeof groups, "1000 %u 1\n", getgid());
  return write_proc(pid, "setgroups", "deny") | write_proc(pid, "uid_map", users)
      | write_proc(pid, "gid_map", groups);
}

/// What must be alike for two runs to share a container; its length, 0 if that is too long.
static size_t describe(const struct plan *plan, char *key) {
  size_t length = 0;
  int count = snprintf(key, CSANDBOX_TEXT_MAX, "%u %u %s%c%s%c", plan->level, plan->uid,
                       plan->stage, 0, plan->work, 0);
  if (count < 0 || count >= CSANDBOX_TEXT_MAX) return 0;
  length = (size_t)count;
  for (int index = 0; index < plan->mount_count && has_namespaces(plan); index++) {
    const struct mount_entry *mount = &plan->mounts[index];
    if (is_own(mount)) continue;
    count = snprintf(key + length, CSANDBOX_TEXT_MAX - length, "%c%s%c%s%c", mount->kind,
                     mount->source, 0, mount->target, 0);
    if (count < 0 || (size_t)count >= CSANDBOX_TEXT_MAX - length) return 0;
    length += (size_t)count;
  }
  return length;
}

bool container_fits(const struct container *container, const struct plan *plan) {
  static char key[CSANDBOX_TEXT_MAX];
  size_t length = describe(plan, key);
  // A program in another language would count the interpreter's memory as its own.
  if ((plan->warm != 0) != container->is_warm) return false;
  return container->keeper && length && length == container->key_length
      && memcmp(key, container->key, length) == 0;
}

static void close_pair(const int pair[2]) {
  if (pair[0] >= 0) close(pair[0]);
  if (pair[1] >= 0) close(pair[1]);
}

/// A descriptor beyond those that a keeper gives a meaning to.
static int moved_up(int fd) {
  int high = fcntl(fd, F_DUPFD_CLOEXEC, 16);
  int error = errno;
  close(fd);
  errno = error;
  return high;
}

static bool make_pair(int pair[2]) {
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return false;
  pair[0] = moved_up(pair[0]);
  pair[1] = moved_up(pair[1]);
  return pair[0] >= 0 && pair[1] >= 0;
}

static pid_t start_keeper(const struct plan *plan, struct shared *shared, const int pair[2],
                          const int zygote[2], const int gate[2]) {
  unsigned long flags = SIGCHLD;
  if (has_namespaces(plan)) {
    flags |= CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;
  }
  pid_t pid = (pid_t)syscall(SYS_clone, flags, NULL, NULL, NULL, NULL);
  if (pid == 0) keep(plan, shared, pair, zygote, gate);
  return pid;
}

int container_open(struct container *container, const struct plan *plan, struct shared *shared) {
  int pair[2] = {-1, -1}, zygote[2] = {-1, -1}, gate[2] = {-1, -1}, stage = STAGE_OK;
  const struct sock_filter *code;
  for (int kind = FILTER_ALL; kind <= FILTER_REST; kind++) seccomp_filter(kind, &code);
  *container = (struct container){.socket = -1};
  container->key_length = describe(plan, container->key);
  // Both pairs are made here, in the host's network namespace: none of them is seen inside.
  if (!make_pair(pair) || (plan->warm && !make_pair(zygote)) || pipe2(gate, O_CLOEXEC) != 0) {
    stage = STAGE_KEEPER;
  }
  struct cgroup *group = plan->level == CSANDBOX_FULL ? &container->group : NULL;
  container->has_group = group != NULL;
  if (!stage && group && (errno = cgroup_open(group)) != 0) stage = STAGE_CGROUP;
  pid_t pid = -1;
  if (!stage) pid = start_keeper(plan, shared, pair, zygote, gate);
  if (!stage && pid < 0) stage = STAGE_CLONE;
  if (!stage && has_namespaces(plan) && map_users(plan, pid) != 0) stage = STAGE_MAP;
  if (!stage && group && (errno = cgroup_join(group, pid)) != 0) stage = STAGE_CGROUP;
  if (!stage && write(gate[1], "", 1) != 1) stage = STAGE_KEEPER;
  int error = errno;
  if (pid > 0) container->keeper = pid;
  if (pair[1] >= 0) close(pair[1]);
  close_pair(zygote);
  close_pair(gate);
  container->socket = pair[0];
  container->is_warm = plan->warm != 0;
  if (stage) container_close(container);
  errno = error;
  return stage;
}

void container_close(struct container *container) {
  enum { PATIENCE_MS = 1000 };
  if (container->socket >= 0) close(container->socket);
  if (container->keeper) {
    // It ends when it finds us gone; one that does not is ended.
    struct pollfd ended = {
        .fd = (int)syscall(SYS_pidfd_open, container->keeper, 0), .events = POLLIN};
    if (container->socket >= 0 && ended.fd >= 0) poll(&ended, 1, PATIENCE_MS);
    if (ended.fd >= 0) close(ended.fd);
    kill(container->keeper, SIGKILL);
    while (waitpid(container->keeper, NULL, 0) < 0 && errno == EINTR) {}
  }
  if (container->has_group) cgroup_close(&container->group);
  container->keeper = 0;
  container->has_group = false;
  container->socket = -1;
}
