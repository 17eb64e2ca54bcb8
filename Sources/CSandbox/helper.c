// The helper: a small single-threaded process that forks one supervisor per run.
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

enum { CONTROL = 3 };

struct run {
  uint32_t id;
  pid_t pid;  // of the supervisor; 0: the slot is free
  int pidfd;
  bool has_cgroup;
  struct cgroup_run cgroup;
  struct shared *shared;
};

static struct run runs[CSANDBOX_SLOTS];
static int cgroup_memory, cgroup_pids;

static void send_report(struct csandbox_report *report) {
  report->protocol = CSANDBOX_PROTOCOL;
  while (send(CONTROL, report, sizeof *report, MSG_NOSIGNAL) < 0 && errno == EINTR) {}
}

static void send_failure(uint32_t id, int stage, int error) {
  struct csandbox_report report = {
      .kind = CSANDBOX_REPORT, .id = id, .failed_stage = stage, .failed_errno = error};
  send_report(&report);
}

static void send_hello(void) {
  struct csandbox_report report = {
      .kind = CSANDBOX_HELLO,
      .landlock_abi = landlock_abi(),
      .seccomp = seccomp_available(),
      .memory_group = cgroup_memory,
      .pids_group = cgroup_pids,
      .uid = getuid(),
  };
  send_report(&report);
}

static int write_proc(pid_t pid, const char *file, const char *text) {
  char directory[32];
  snprintf(directory, sizeof directory, "/proc/%d", pid);
  return cgroup_write(directory, file, text);
}

/// Gives the new user namespace its users. Root maps itself too: pid 1 stays a user that the
/// program, always 1000 inside, can neither signal nor trace.
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

/// The child's first steps: waits for its user map; an end without it means the helper is gone.
static void become_supervisor(const struct plan *plan, struct shared *shared, const int gate[2]) {
  char byte;
  close(gate[1]);
  if (has_namespaces(plan)) {
    if (read(gate[0], &byte, 1) != 1) _exit(1);
    if (plan->is_root) setgroups(0, NULL);
  }
  close(gate[0]);
  supervise(plan, shared);
}

static int start(struct run *run, struct plan *plan) {
  int gate[2];
  if (pipe2(gate, O_CLOEXEC) != 0) return STAGE_CLONE;
  unsigned long flags = SIGCHLD;
  if (has_namespaces(plan)) {
    flags |= CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS;
  }
  pid_t pid = (pid_t)syscall(SYS_clone, flags, NULL, NULL, NULL, NULL);
  if (pid == 0) become_supervisor(plan, run->shared, gate);
  int error = errno;
  close(gate[0]);
  if (pid < 0) {
    close(gate[1]);
    errno = error;
    return STAGE_CLONE;
  }
  int stage = STAGE_OK;
  if (has_namespaces(plan)) {
    if (map_users(plan, pid) != 0) {
      stage = STAGE_MAP;
    } else if (write(gate[1], "", 1) != 1) {
      stage = STAGE_CLONE;
    }
  }
  if (!stage && (run->pidfd = (int)syscall(SYS_pidfd_open, pid, 0)) < 0) stage = STAGE_CLONE;
  error = errno;
  close(gate[1]);
  if (stage) {
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    errno = error;
    return stage;
  }
  run->pid = pid;
  return STAGE_OK;
}

static void start_run(struct plan *plan) {
  struct run *run = NULL;
  for (int slot = 0; slot < CSANDBOX_SLOTS && !run; slot++) {
    if (runs[slot].pid == 0) run = &runs[slot];
  }
  if (!run) {
    send_failure(plan->id, STAGE_REQUEST, EBUSY);
    return;
  }
  memset(run->shared, 0, sizeof *run->shared);
  run->id = plan->id;
  run->has_cgroup = plan->level == CSANDBOX_FULL;
  int stage = STAGE_OK;
  if (run->has_cgroup) {
    int error = cgroup_open(&run->cgroup, &plan->limits, plan->join_fds);
    if (error) {
      stage = STAGE_CGROUP;
      errno = error;
    }
  }
  if (!stage) stage = start(run, plan);
  if (stage) {
    send_failure(plan->id, stage, errno);
    if (run->has_cgroup) cgroup_close(&run->cgroup, NULL);
    run->pid = 0;
  }
  for (int index = 0; index < 2; index++) {
    if (plan->join_fds[index] >= 0) close(plan->join_fds[index]);
  }
}

static void finish_run(struct run *run) {
  int status;
  if (waitpid(run->pid, &status, WNOHANG) != run->pid) return;
  const struct shared *shared = run->shared;
  struct csandbox_report report = {
      .kind = CSANDBOX_REPORT,
      .id = run->id,
      .stop = shared->stop,
      .failed_stage = shared->failed_stage,
      .failed_errno = shared->failed_errno,
      .exec_errno = shared->exec_errno,
      .wait_status = shared->wait_status,
      .complete = shared->complete,
      .cpu_ns = shared->cpu_ns,
      .wall_ns = shared->wall_ns,
      .idle_ns = shared->idle_ns,
      .delay_ns = shared->delay_ns,
      .peak_bytes = shared->peak_bytes,
  };
  if (run->has_cgroup) cgroup_close(&run->cgroup, &report);
  close(run->pidfd);
  run->pid = 0;
  send_report(&report);
}

static void stop_run(uint32_t id) {
  for (int slot = 0; slot < CSANDBOX_SLOTS; slot++) {
    if (runs[slot].pid != 0 && runs[slot].id == id) {
      runs[slot].shared->asked_to_stop = 1;
      kill(runs[slot].pid, SIGUSR1);
    }
  }
}

static void take_fds(struct msghdr *message, struct plan *plan) {
  for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    plan->fd_count = (int)((part->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    memcpy(plan->fds, CMSG_DATA(part), (size_t)plan->fd_count * sizeof(int));
  }
}

/// Serves one message; false at the end of the connection.
static bool serve(void) {
  static struct csandbox_request request;
  static struct plan plan;
  union {
    char bytes[CMSG_SPACE(sizeof(int) * CSANDBOX_FDS_MAX)];
    struct cmsghdr align;
  } control;
  struct iovec part = {.iov_base = &request, .iov_len = sizeof request};
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1,
      .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t length = recvmsg(CONTROL, &message, MSG_CMSG_CLOEXEC);
  if (length < 0) return errno == EINTR || errno == EAGAIN;
  if (length == 0) return false;
  memset(&plan, 0, sizeof plan);
  plan.join_fds[0] = plan.join_fds[1] = -1;
  plan.is_root = getuid() == 0;
  take_fds(&message, &plan);
  if (plan_parse(&plan, &request, (size_t)length) != 0) {
    send_failure(plan.id, STAGE_REQUEST, EINVAL);
  } else if (request.kind == CSANDBOX_KILL) {
    stop_run(plan.id);
  } else if (plan.fd_count < 3) {
    send_failure(plan.id, STAGE_REQUEST, EBADF);
  } else {
    start_run(&plan);
  }
  for (int index = 0; index < plan.fd_count; index++) close(plan.fds[index]);
  return true;
}

/// The control socket was closed: nothing may be left behind.
static void end_all(void) {
  for (int slot = 0; slot < CSANDBOX_SLOTS; slot++) {
    if (runs[slot].pid != 0) stop_run(runs[slot].id);
  }
  for (int slot = 0; slot < CSANDBOX_SLOTS; slot++) {
    struct run *run = &runs[slot];
    if (run->pid == 0) continue;
    struct pollfd ended = {.fd = run->pidfd, .events = POLLIN};
    if (poll(&ended, 1, 5000) != 1) kill(run->pid, SIGKILL);
    waitpid(run->pid, NULL, 0);
    if (run->has_cgroup) cgroup_close(&run->cgroup, NULL);
  }
}

int csandbox_helper_main(int argc, char **argv) {
  (void)argc;
  (void)argv;
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGCHLD);
  sigaddset(&blocked, SIGUSR1);
  sigprocmask(SIG_SETMASK, &blocked, NULL);
  syscall(SYS_close_range, CONTROL + 1, ~0u, 0);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  if (chdir("/") != 0) return 1;
  for (int slot = 0; slot < CSANDBOX_SLOTS; slot++) {
    runs[slot].shared = mmap(
        NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (runs[slot].shared == MAP_FAILED) return 1;
  }
  cgroup_find(&cgroup_memory, &cgroup_pids);
  send_hello();
  for (bool connected = true; connected;) {
    struct pollfd waiting[1 + CSANDBOX_SLOTS] = {{.fd = CONTROL, .events = POLLIN}};
    for (int slot = 0; slot < CSANDBOX_SLOTS; slot++) {
      waiting[1 + slot] = (struct pollfd){
          .fd = runs[slot].pid ? runs[slot].pidfd : -1, .events = POLLIN};
    }
    if (poll(waiting, 1 + CSANDBOX_SLOTS, -1) < 0 && errno != EINTR) break;
    for (int slot = 0; slot < CSANDBOX_SLOTS; slot++) {
      if (waiting[1 + slot].revents) finish_run(&runs[slot]);
    }
    if (waiting[0].revents) connected = serve();
  }
  end_all();
  return 0;
}
