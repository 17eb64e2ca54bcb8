// What a run's processes have used, and how to be rid of them.
#include "internal.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TASKS_MAX = 256, PROCESSES_MAX = 512, ROUNDS_MAX = 1000 };

static ssize_t read_file(const char *path, char *text, size_t size) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  ssize_t count = read(fd, text, size - 1);
  close(fd);
  text[count > 0 ? count : 0] = 0;
  return count;
}

int64_t csandbox_now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int64_t csandbox_cpu_ns(pid_t pid) {
  clockid_t clock;
  struct timespec time;
  if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) != 0) return -1;
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

int64_t csandbox_delay_ns(pid_t pid) {
  char path[64], text[128];
  int64_t total = 0;
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *directory = opendir(path);
  if (!directory) return 0;
  struct dirent *entry;
  for (int count = 0; count < TASKS_MAX && (entry = readdir(directory));) {
    if (!isdigit((unsigned char)entry->d_name[0])) continue;
    count++;
    unsigned long long ran, waited;
    snprintf(path, sizeof path, "/proc/%d/task/%.16s/schedstat", pid, entry->d_name);
    if (read_file(path, text, sizeof text) > 0 && sscanf(text, "%llu %llu", &ran, &waited) == 2) {
      total += (int64_t)waited;
    }
  }
  closedir(directory);
  return total;
}

int64_t csandbox_own_delay_ns(void) {
  char text[128];
  unsigned long long ran, waited;
  if (read_file("/proc/thread-self/schedstat", text, sizeof text) <= 0) return 0;
  return sscanf(text, "%llu %llu", &ran, &waited) == 2 ? (int64_t)waited : 0;
}

int csandbox_is_runnable(pid_t pid) {
  char path[64], text[256];
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *directory = opendir(path);
  if (!directory) return 0;
  int runnable = 0;
  struct dirent *entry;
  for (int count = 0; !runnable && count < TASKS_MAX && (entry = readdir(directory));) {
    if (!isdigit((unsigned char)entry->d_name[0])) continue;
    count++;
    snprintf(path, sizeof path, "/proc/%d/task/%.16s/stat", pid, entry->d_name);
    if (read_file(path, text, sizeof text) <= 0) continue;
    const char *after = strrchr(text, ')');  // the name may hold anything
    runnable = after && strncmp(after, ") R", 3) == 0;
  }
  closedir(directory);
  return runnable;
}

/// CPU time of the children that a process has reaped, in the kernel's coarse ticks.
static int64_t reaped_ns(pid_t pid) {
  char path[64], text[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  if (read_file(path, text, sizeof text) <= 0) return 0;
  char *after = strrchr(text, ')');  // the name may hold anything
  long user, system;
  if (!after || sscanf(after + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %*u %*u %ld %ld",
                       &user, &system) != 2) {
    return 0;
  }
  return (user + system) * (1000000000LL / sysconf(_SC_CLK_TCK));
}

static uint64_t resident_bytes(pid_t pid) {
  char path[64], text[128];
  unsigned long long size, resident;
  snprintf(path, sizeof path, "/proc/%d/statm", pid);
  if (read_file(path, text, sizeof text) <= 0) return 0;
  if (sscanf(text, "%llu %llu", &size, &resident) != 2) return 0;
  return resident * (uint64_t)sysconf(_SC_PAGESIZE);
}

static uint64_t proportional_bytes(pid_t pid) {
  char path[64], text[2048];
  unsigned long long kibibytes;
  snprintf(path, sizeof path, "/proc/%d/smaps_rollup", pid);
  if (read_file(path, text, sizeof text) <= 0) return 0;
  const char *line = strstr(text, "\nPss:");
  return line && sscanf(line, "\nPss: %llu", &kibibytes) == 1 ? kibibytes * 1024 : 0;
}

static void add_process(struct usage *usage, pid_t pid) {
  int64_t cpu = csandbox_cpu_ns(pid);
  if (cpu < 0) return;
  usage->cpu_ns += cpu + reaped_ns(pid);
  usage->delay_ns += csandbox_delay_ns(pid);
  usage->resident_bytes += resident_bytes(pid);
}

/// The children of `pid`, appended to `pids`.
static int append_children(pid_t pid, pid_t *pids, int count) {
  char path[64], text[8192];
  snprintf(path, sizeof path, "/proc/%d/task/%d/children", pid, pid);
  if (read_file(path, text, sizeof text) <= 0) return count;
  char *at = text, *end;
  for (long child; count < PROCESSES_MAX && (child = strtol(at, &end, 10)) > 0; at = end) {
    pids[count++] = (pid_t)child;
  }
  return count;
}

/// All processes of the run but ourselves; their number.
static int list_tree(pid_t *pids) {
  int count = 0;
  if (getpid() != 1) {
    count = append_children(getpid(), pids, 0);
    for (int index = 0; index < count; index++) count = append_children(pids[index], pids, count);
    return count;
  }
  DIR *directory = opendir("/proc");
  if (!directory) return 0;
  struct dirent *entry;
  while (count < PROCESSES_MAX && (entry = readdir(directory))) {
    pid_t pid = (pid_t)atoi(entry->d_name);
    if (pid > 1) pids[count++] = pid;
  }
  closedir(directory);
  return count;
}

struct usage usage_of_tree(void) {
  struct usage usage = {0};
  struct rusage reaped;
  getrusage(RUSAGE_CHILDREN, &reaped);
  usage.cpu_ns = (reaped.ru_utime.tv_sec + reaped.ru_stime.tv_sec) * 1000000000LL
      + (reaped.ru_utime.tv_usec + reaped.ru_stime.tv_usec) * 1000LL;
  pid_t pids[PROCESSES_MAX];
  int count = list_tree(pids);
  for (int index = 0; index < count; index++) add_process(&usage, pids[index]);
  return usage;
}

long processor_count(void) {
  // To ask takes reading three files: the helper does, for all that it forks.
  static long count;
  if (count == 0) count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? 1 : count;
}

bool tree_is_runnable(void) {
  pid_t pids[PROCESSES_MAX];
  int count = list_tree(pids);
  for (int index = 0; index < count; index++) {
    if (csandbox_is_runnable(pids[index])) return true;
  }
  return false;
}

uint64_t memory_of_tree(void) {
  uint64_t total = 0;
  pid_t pids[PROCESSES_MAX];
  int count = list_tree(pids);
  for (int index = 0; index < count; index++) total += proportional_bytes(pids[index]);
  return total;
}

/// Kills everything of a throw-away user, as that user: the only way that a fork bomb cannot
/// outrun without a pid namespace.
static void kill_user(uint32_t uid) {
  pid_t killer = fork();
  if (killer == 0) {
    if (uid != 0 && setgroups(0, NULL) == 0 && setresgid(uid, uid, uid) == 0
        && setresuid(uid, uid, uid) == 0) {
      kill(-1, SIGKILL);
    }
    _exit(0);
  }
  if (killer > 0) waitpid(killer, NULL, 0);
}

/// Reaps what has ended; 1 if there are children left, 0 if there are none.
static int reap(pid_t main, int *status, int options) {
  for (;;) {
    int ended = 0;
    pid_t pid = waitpid(-1, &ended, options);
    if (pid == main) *status = ended;
    if (pid == 0) return 1;
    if (pid < 0 && errno != EINTR) return 0;
  }
}

void end_namespace(void) {
  // To signal all is to look at every process of the host. Whoever lost its parent is our child: if
  // there is none, nobody lives.
  if (waitpid(-1, NULL, WNOHANG) < 0 && errno == ECHILD) return;
  kill(-1, SIGKILL);
  while (waitpid(-1, NULL, 0) > 0 || errno == EINTR) {}
}

int tree_kill(pid_t main, uint32_t uid, bool is_root) {
  int status = 0;
  if (getpid() == 1) {
    kill(main, SIGKILL);
    while (waitpid(main, &status, 0) < 0 && errno == EINTR) {}
    end_namespace();
    return status;
  }
  kill(-main, SIGKILL);
  kill(main, SIGKILL);
  if (is_root) kill_user(uid);
  for (int round = 0; round < ROUNDS_MAX && reap(main, &status, WNOHANG); round++) {
    pid_t pids[PROCESSES_MAX];
    int count = append_children(getpid(), pids, 0);
    for (int index = 0; index < count; index++) {
      kill(pids[index], SIGKILL);
      count = append_children(pids[index], pids, count);
    }
    nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);  // orphans come to us, a subreaper
  }
  return status;
}

bool sockets_are_left(int names) {
  char text[8192];
  ssize_t length = pread(names, text, sizeof text - 1, 0);
  text[length > 0 ? length : 0] = 0;
  // Of the columns the eighth, a name, is empty for all but those that others could find.
  char *line = length > 0 ? strchr(text, '\n') : NULL;
  if (!line) return true;
  if (length == (ssize_t)sizeof text - 1) return true;
  for (char *end; (end = strchr(++line, '\n')); line = end) {
    int columns = 0;
    for (char *at = line; at < end; columns++) {
      while (at < end && *at == ' ') at++;
      if (at == end) break;
      while (at < end && *at != ' ') at++;
    }
    if (columns > 7) return true;
  }
  return false;
}
