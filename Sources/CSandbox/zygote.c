// A zygote: an interpreter that has started already, and forks for each run. It is the keeper's
// child and reads nothing of a submission's: it learns that it should fork, and the child, once in
// the run's namespaces, reads what it is to do from a pipe. Before the child goes on, the run's
// supervisor looks whether it has given up its rights.
//
//     supervisor ──'f' + descriptors──▶ zygote          fork into my namespaces
//                ──orders, by a pipe───▶ child
//                ◀─────'r' pid────────── child           I am confined
//                ──(its limits)────────▶ child
//                ──'g', by the pipe────▶ child           go on
//                ──────'w'────────────▶ zygote           it has ended: reap it
//                ◀─────'e' status…───── zygote
//
// All but the first go by a socket and a pipe that are made for the run: whatever goes wrong, nothing
// is left unread for the next. If the supervisor ends early, both others read an end: the child ends
// too, and the zygote reaps it, without which the run's pid namespace could not end.
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/// How long a zygote may take to start, to fork or to answer: far more than it ever needs.
enum { PATIENCE_MS = 60000, MESSAGE_MAX = 64, DESCRIPTORS_MAX = 9 };

/// Receives a message; its length, or -1 if none comes, for example because nobody reads the pipe
/// `orders` any more (-1: there is none).
static ssize_t receive(int socket, int orders, unsigned char *message) {
  struct pollfd waiting[2] = {{.fd = socket, .events = POLLIN}, {.fd = orders}};
  int count;
  while ((count = poll(waiting, 2, PATIENCE_MS)) < 0 && errno == EINTR) {}
  if (count < 1 || !waiting[0].revents) {
    if (count >= 0) errno = count == 0 ? ETIMEDOUT : EPIPE;
    return -1;
  }
  ssize_t length = recv(socket, message, MESSAGE_MAX, MSG_DONTWAIT);
  if (length == 0) errno = EPIPE;
  return length > 0 ? length : -1;
}

static uint64_t number(const unsigned char *bytes) {
  uint64_t value = 0;
  for (int index = 7; index >= 0; index--) value = value << 8 | bytes[index];
  return value;
}

// MARK: starting one

static void become_zygote(const struct plan *plan) {
  static char *arguments[CSANDBOX_ENTRIES_MAX + 2];
  for (uint32_t index = 0; index < plan->warm; index++) arguments[index] = plan->arguments[index];
  arguments[plan->warm] = "zygote";
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  setsid();
  if (mounts_enter_bare() != STAGE_OK) _exit(1);
  int nothing = open("/dev/null", O_RDWR);
  if (nothing < 0 || dup2(ZYGOTE_OTHER, 3) < 0) _exit(1);
  for (int fd = 0; fd < 3; fd++) {
    if (dup2(nothing, fd) < 0) _exit(1);
  }
  syscall(SYS_close_range, 4, ~0u, 0);
  capabilities_keep();
  // What threads of the children get for a stack is decided now.
  struct rlimit stack;
  getrlimit(RLIMIT_STACK, &stack);
  rlim_t wanted = plan->level == CSANDBOX_FULL ? 256 << 20 : 64 << 20;
  stack.rlim_cur = wanted < stack.rlim_max ? wanted : stack.rlim_max;
  setrlimit(RLIMIT_STACK, &stack);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  if (seccomp_put(FILTER_ZYGOTE) != 0) _exit(1);
  execve(arguments[0], arguments, plan->environment);
  _exit(127);
}

/// What the kernel tells of a process, in `text`.
static bool read_status(pid_t pid, char *text, size_t size) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/status", pid);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  ssize_t length = read(fd, text, size - 1);
  close(fd);
  text[length > 0 ? length : 0] = 0;
  return length > 0;
}

/// How many system call filters a process has taken, ours and those of whoever shut us in; 0 if the
/// kernel does not tell (before Linux 5.9): then no child counts as confined.
static int filters_in(const char *status) {
  int count = 0;
  const char *line = strstr(status, "\nSeccomp_filters:");
  return line && sscanf(line, "\nSeccomp_filters: %d", &count) == 1 ? count : 0;
}

static int filters_of(pid_t pid) {
  char text[4096];
  return read_status(pid, text, sizeof text) ? filters_in(text) : 0;
}

static int inherited_filters;  // the zygote's

int zygote_start(const struct plan *plan, pid_t *started) {
  unsigned char message[MESSAGE_MAX];
  pid_t pid = (pid_t)syscall(SYS_clone, SIGCHLD | CLONE_NEWNS, NULL, NULL, NULL, NULL);
  if (pid == 0) become_zygote(plan);
  int error = errno;
  close(ZYGOTE_OTHER);
  errno = error;
  if (pid < 0) return STAGE_ZYGOTE;
  if (receive(ZYGOTE_OWN, -1, message) == 1 && message[0] == 'h') {
    inherited_filters = filters_of(pid);
    *started = pid;
    return STAGE_OK;
  }
  return STAGE_ZYGOTE;
}

// MARK: forking

/// What the child is told: two numbers of four bytes, so many bytes of fields that end in NUL, and of
/// what it has to add to the zygote's system call filter. Its length, or 0.
static size_t write_orders(const struct plan *plan, char *text, size_t size) {
  const struct sock_filter *code;
  int filter = seccomp_filter(FILTER_REST, &code);
  if (filter == 0) return 0;
  size_t length = 8;
  length += (size_t)snprintf(
      text + length, size - length, "%s%c%d%c", plan->directory, 0, plan->is_root, 0);
  for (int index = (int)plan->warm; index < plan->argument_count && length < size; index++) {
    length += (size_t)snprintf(text + length, size - length, "%s%c", plan->arguments[index], 0);
  }
  const uint32_t sizes[] = {(uint32_t)length - 8, (uint32_t)((size_t)filter * sizeof *code)};
  if (length + sizes[1] > size) return 0;
  memcpy(text, sizes, sizeof sizes);
  memcpy(text + length, code, sizes[1]);
  return length + sizes[1];
}

/// Writes to a pipe that does not block and that the child reads meanwhile.
static bool tell(int pipe, const char *text, size_t length) {
  while (length > 0) {
    struct pollfd waiting = {.fd = pipe, .events = POLLOUT};
    int count = poll(&waiting, 1, PATIENCE_MS);
    if (count < 0 && errno == EINTR) continue;
    if (count == 0) errno = ETIMEDOUT;
    if (count != 1) return false;
    ssize_t written = write(pipe, text, length);
    if (written < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (written <= 0) return false;
    text += written;
    length -= (size_t)written;
  }
  return true;
}

static bool ask(int socket, const char *what, const int *fds, int count) {
  union {
    char bytes[CMSG_SPACE(sizeof(int) * DESCRIPTORS_MAX)];
    struct cmsghdr align;
  } control = {.bytes = {0}};
  struct iovec part = {.iov_base = (void *)what, .iov_len = strlen(what)};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (count > 0) {
    message.msg_control = &control;
    message.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)count);
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)count);
    memcpy(CMSG_DATA(head), fds, sizeof(int) * (size_t)count);
  }
  ssize_t sent;
  while ((sent = sendmsg(socket, &message, MSG_NOSIGNAL)) < 0 && errno == EINTR) {}
  return sent == (ssize_t)part.iov_len;
}

static bool has_line(const char *text, const char *line) { return strstr(text, line) != NULL; }

/// Looks from outside whether a process has given up what a submission must not have.
static bool is_confined(pid_t pid) {
  char text[4096];
  if (!read_status(pid, text, sizeof text)) return false;
  static const char *const lines[] = {
      "\nUid:\t1000\t1000\t1000\t1000\n", "\nGid:\t1000\t1000\t1000\t1000\n",
      "\nCapInh:\t0000000000000000\n",     "\nCapPrm:\t0000000000000000\n",
      "\nCapEff:\t0000000000000000\n",     "\nCapAmb:\t0000000000000000\n",
      "\nNoNewPrivs:\t1\n",                "\nSeccomp:\t2\n",
  };
  for (size_t index = 0; index < sizeof lines / sizeof lines[0]; index++) {
    if (!has_line(text, lines[index])) return false;
  }
  return inherited_filters > 0 && filters_in(text) > inherited_filters;
}

/// Asks for the fork; the zygote's ends are closed here.
static bool ask_to_fork(const struct plan *plan, int zygote, int pair, int orders) {
  int fds[DESCRIPTORS_MAX], count = 0, rules = landlock_rules_for(plan);
  bool ready = rules >= 0 || errno == 0;
  fds[count++] = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC);
  fds[count++] = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
  fds[count++] = pair;
  fds[count++] = orders;
  for (int index = 0; index < plan->fd_count; index++) fds[count++] = plan->fds[index];
  if (rules >= 0) fds[count++] = rules;
  char request[4] = {'f', plan->fd_count > 3 ? 'c' : '-', rules >= 0 ? 'l' : '-', 0};
  ready = ready && fds[0] >= 0 && fds[1] >= 0 && ask(zygote, request, fds, count);
  int error = errno;
  for (int index = 0; index < 4; index++) {
    if (fds[index] >= 0) close(fds[index]);
  }
  if (rules >= 0) close(rules);
  errno = error;
  return ready;
}

int zygote_fork(const struct plan *plan, int zygote, struct zygote_run *run) {
  static char orders[CSANDBOX_TEXT_MAX + 4096];
  unsigned char message[MESSAGE_MAX];
  int pair[2], told[2];
  size_t length = write_orders(plan, orders, sizeof orders);
  // Nothing is closed when it fails: the caller ends, which ends all else.
  if (length == 0 || pipe2(told, O_CLOEXEC) != 0) return STAGE_ZYGOTE;
  if (fcntl(told[1], F_SETFL, O_NONBLOCK) != 0) return STAGE_ZYGOTE;
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return STAGE_ZYGOTE;
  run->socket = pair[0];
  run->orders = told[1];
  if (!ask_to_fork(plan, zygote, pair[1], told[0])) return STAGE_ZYGOTE;
  if (!tell(run->orders, orders, length)) return STAGE_ZYGOTE;
  if (receive(run->socket, run->orders, message) != 9) return STAGE_ZYGOTE;
  // A number that is no process is the stage and the errno of what failed.
  run->pid = (pid_t)number(message + 1);
  if (message[0] == 'f') {
    errno = run->pid % 1000;
    int stage = run->pid / 1000;
    return stage > 0 && stage < STAGE_COUNT ? stage : STAGE_ZYGOTE;
  }
  if (message[0] != 'r' || run->pid <= 1 || !is_confined(run->pid)) {
    errno = EPERM;
    return STAGE_UNCONFINED;
  }
  // The child waits, and cannot raise what it is given now.
  char name[16];
  snprintf(name, sizeof name, "%d", run->pid);
  oom_first(name);
  return limits_put(plan, run->pid) == 0 ? STAGE_OK : STAGE_RLIMIT;
}

int zygote_go(struct zygote_run *run) {
  bool went = tell(run->orders, "g", 1);
  close(run->orders);
  return went ? STAGE_OK : STAGE_ZYGOTE;
}

int zygote_reap(int socket, struct zygote_ending *ending) {
  unsigned char message[MESSAGE_MAX];
  if (!ask(socket, "w", NULL, 0)) return -1;
  if (receive(socket, -1, message) != 25 || message[0] != 'e') return -1;
  ending->status = (int)number(message + 1);
  ending->cpu_ns = (int64_t)number(message + 9);
  ending->peak_bytes = (int64_t)number(message + 17);
  return 0;
}
