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

static void answer(int stage, bool dirty) {
  struct kept kept = {.stage = stage, .error = stage ? errno : 0, .dirty = dirty};
  while (send(SOCKET, &kept, sizeof kept, MSG_NOSIGNAL) < 0 && errno == EINTR) {}
}

/// Reaps the zygote and the processes that it has left behind, should it have ended. A run's pid
/// namespace cannot end as long as one of its processes, ours by then, waits to be reaped.
static void reap_others(pid_t run) {
  siginfo_t ended = {0};
  while (waitid(P_ALL, 0, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 && ended.si_pid != 0
         && ended.si_pid != run) {
    waitpid(ended.si_pid, NULL, WNOHANG);
    ended.si_pid = 0;
  }
}

/// Waits for a run's end, and passes on that it should come to one; false if the helper is gone.
static bool await_run(pid_t run, int pidfd, int ends, struct shared *shared) {
  bool connected = true;
  for (int patience = -1;;) {
    struct pollfd waiting[3] = {
        {.fd = pidfd, .events = POLLIN}, {.fd = connected ? SOCKET : -1, .events = POLLIN},
        {.fd = ends, .events = POLLIN}};
    int count = poll(waiting, 3, patience);
    if (count < 0 && errno != EINTR) break;
    if (count == 0) kill(run, SIGKILL);
    if (count > 0 && waiting[0].revents) break;
    if (count > 0 && waiting[1].revents) {
      // Only one thing is ever asked for while a run goes on.
      char byte;
      connected = recv(SOCKET, &byte, 1, MSG_DONTWAIT | MSG_TRUNC) > 0;
      shared->asked_to_stop = 1;
      kill(run, SIGUSR1);
      if (!connected) patience = 5000;
    }
    if (count > 0 && waiting[2].revents) {
      struct signalfd_siginfo taken[4];
      if (read(ends, taken, sizeof taken) < 0) {}
      reap_others(run);
    }
  }
  return connected;
}

/// Serves one request; false when the keeper should end.
static bool serve_run(int ends, struct shared *shared) {
  static struct csandbox_request request;
  static struct plan plan;
  static bool has_zygote;
  ssize_t length = plan_receive(SOCKET, &request, &plan);
  if (length == 0 || (length < 0 && errno != EINTR && errno != EINVAL)) return false;
  if (length < 0 || request.kind != CSANDBOX_RUN) {
    // A wish to stop a run that has just ended.
    plan_close(&plan);
    return true;
  }
  int stage = STAGE_OK;
  if (plan.warm && !has_zygote) {
    stage = zygote_start(&plan);
    has_zygote = stage == STAGE_OK;
  }
  unsigned long flags = SIGCHLD | (has_namespaces(&plan) ? CLONE_NEWPID | CLONE_NEWNS : 0);
  pid_t run = -1;
  int pidfd = -1;
  if (!stage) {
    run = (pid_t)syscall(SYS_clone, flags, NULL, NULL, NULL, NULL);
    if (run == 0) supervise(&plan, shared);
    if (run > 0) pidfd = (int)syscall(SYS_pidfd_open, run, 0);
    if (pidfd < 0) stage = STAGE_CLONE;
  }
  int error = errno;
  plan_close(&plan);
  bool connected = pidfd < 0 || await_run(run, pidfd, ends, shared);
  if (run > 0) {
    if (pidfd < 0) kill(run, SIGKILL);
    waitpid(run, NULL, 0);
  }
  if (pidfd >= 0) close(pidfd);
  errno = error;
  if (connected) answer(stage, has_namespaces(&plan) && sockets_are_left());
  return connected;
}

/// The keeper's life. It waits for its user map first; an end without it means that the helper is
/// gone.
static void keep(const struct plan *plan, struct shared *shared, const int pair[2],
                 const int zygote[2], int join, const int gate[2]) {
  char byte;
  close(gate[1]);
  if (read(gate[0], &byte, 1) != 1) _exit(1);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // All lie beyond their places, so that none is overwritten before it is copied.
  const int fds[] = {pair[1], zygote[0], zygote[1], join};
  for (int index = 0; index < 4; index++) {
    if (fds[index] < 0) close(SOCKET + index);
    if (fds[index] >= 0 && dup2(fds[index], SOCKET + index) < 0) _exit(1);
  }
  syscall(SYS_close_range, JOIN + 1, ~0u, 0);
  int stage = STAGE_OK;
  if (has_namespaces(plan)) {
    if (plan->is_root) setgroups(0, NULL);
    stage = mounts_keep(plan);
    if (!stage && sethostname("sandbox", 7) != 0) stage = STAGE_PRIVATE;
  }
  if (stage) {
    answer(stage, true);
  } else {
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    int ends = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);
    while (serve_run(ends, shared)) {}
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
  if (plan->warm && !container->is_warm) return false;
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
                          const int zygote[2], int join, const int gate[2]) {
  unsigned long flags = SIGCHLD;
  if (has_namespaces(plan)) {
    flags |= CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;
  }
  pid_t pid = (pid_t)syscall(SYS_clone, flags, NULL, NULL, NULL, NULL);
  if (pid == 0) keep(plan, shared, pair, zygote, join, gate);
  return pid;
}

int container_open(struct container *container, const struct plan *plan, struct shared *shared) {
  int pair[2] = {-1, -1}, zygote[2] = {-1, -1}, gate[2] = {-1, -1}, stage = STAGE_OK;
  const struct sock_filter *code;
  seccomp_filter(&code);
  *container = (struct container){.socket = -1};
  container->key_length = describe(plan, container->key);
  // Both pairs are made here, in the host's network namespace: none of them is seen inside.
  if (!make_pair(pair) || (plan->warm && !make_pair(zygote)) || pipe2(gate, O_CLOEXEC) != 0) {
    stage = STAGE_KEEPER;
  }
  struct cgroup *group = plan->level == CSANDBOX_FULL ? &container->group : NULL;
  container->has_group = group != NULL;
  if (!stage && group && (errno = cgroup_open(group)) != 0) stage = STAGE_CGROUP;
  if (!stage && group && (group->join_fd = moved_up(group->join_fd)) < 0) stage = STAGE_CGROUP;
  pid_t pid = -1;
  if (!stage) pid = start_keeper(plan, shared, pair, zygote, group ? group->join_fd : -1, gate);
  if (!stage && pid < 0) stage = STAGE_CLONE;
  if (!stage && has_namespaces(plan) && map_users(plan, pid) != 0) stage = STAGE_MAP;
  if (!stage && group && (errno = cgroup_count(group, pid)) != 0) stage = STAGE_CGROUP;
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
  if (container->socket >= 0) close(container->socket);
  if (container->keeper) {
    kill(container->keeper, SIGKILL);
    while (waitpid(container->keeper, NULL, 0) < 0 && errno == EINTR) {}
  }
  if (container->has_group) cgroup_close(&container->group);
  container->keeper = 0;
  container->has_group = false;
  container->socket = -1;
}
