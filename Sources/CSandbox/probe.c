// Attempts to get out, made from inside by the very process a program would be. Each prints a
// line: its name and `blocked` or `open`.
#include "internal.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static bool can_open(const char *path, int flags) {
  int fd = open(path, flags | O_CLOEXEC, 0600);
  if (fd >= 0) close(fd);
  return fd >= 0;
}

static bool can_connect(const char *port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  struct sockaddr_in address = {
      .sin_family = AF_INET,
      .sin_port = htons((uint16_t)atoi(port)),
      .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
  };
  bool open = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
  close(fd);
  return open;
}

/// Connects to a Unix socket of the host in the abstract namespace, which has no file.
static bool can_connect_abstract(const char *name) {
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t length = strlen(name);
  if (length > sizeof address.sun_path - 1) length = sizeof address.sun_path - 1;
  memcpy(address.sun_path + 1, name, length);
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length);
  bool open = connect(fd, (struct sockaddr *)&address, size) == 0;
  close(fd);
  return open;
}

/// Forks children that wait, until it fails or `limit` + 8 live.
static bool can_exceed_processes(const char *limit) {
  int most = atoi(limit) + 8, count = 0;
  while (count < most) {
    pid_t child = fork();
    if (child < 0) return false;
    if (child == 0) {
      for (;;) pause();
    }
    count++;
  }
  return true;
}

/// Touches `bytes` of memory in steps; over the limit it is killed or refused on the way.
static bool can_exceed_memory(const char *bytes) {
  const size_t step = 4 << 20;
  for (size_t left = strtoull(bytes, NULL, 10); left >= step; left -= step) {
    char *block = mmap(
        NULL, step, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED) return false;
    for (size_t at = 0; at < step; at += 4096) block[at] = 1;
  }
  return true;
}

/// Leaves a process behind that keeps standard output open; whoever holds the other end can tell
/// whether it outlives the run.
static void leave_daemon(void) {
  if (fork() == 0) {
    setsid();
    if (fork() == 0) {
      for (int seconds = 0; seconds < 30; seconds++) sleep(1);
    }
    _exit(0);
  }
}

static bool is_open(const char *name, const char *argument) {
  if (strcmp(name, "read") == 0) return can_open(argument, O_RDONLY);
  if (strcmp(name, "write") == 0) return can_open(argument, O_WRONLY | O_CREAT);
  if (strcmp(name, "connect") == 0) return can_connect(argument);
  if (strcmp(name, "abstract") == 0) return can_connect_abstract(argument);
  if (strcmp(name, "signal") == 0) return kill((pid_t)atoi(argument), 0) == 0;
  if (strcmp(name, "trace") == 0) return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0;
  if (strcmp(name, "namespace") == 0) return unshare(CLONE_NEWUSER) == 0;
  if (strcmp(name, "processes") == 0) return can_exceed_processes(argument);
  if (strcmp(name, "memory") == 0) return can_exceed_memory(argument);
  if (strcmp(name, "outlive") == 0) leave_daemon();
  return false;
}

int probe_main(char **arguments) {
  for (; arguments[0] && arguments[1]; arguments += 2) {
    bool open = is_open(arguments[0], arguments[1]);
    dprintf(1, "%s %s\n", arguments[0], open ? "open" : "blocked");
  }
  return 0;
}
