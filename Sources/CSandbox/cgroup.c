// Control groups, version 1 and 2: one group per run, below the group we are in ourselves.
#include "internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static char memory_base[384], pids_base[384];
static int memory_version, pids_version;

int cgroup_write(const char *directory, const char *file, const char *text) {
  char path[640];
  if (snprintf(path, sizeof path, "%s/%s", directory, file) >= (int)sizeof path) return -1;
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  ssize_t count = write(fd, text, strlen(text));
  int error = errno;
  close(fd);
  errno = error;
  return count == (ssize_t)strlen(text) ? 0 : -1;
}

static int open_file(const char *directory, const char *file, int flags) {
  char path[640];
  if (snprintf(path, sizeof path, "%s/%s", directory, file) >= (int)sizeof path) return -1;
  return open(path, flags | O_CLOEXEC);
}

/// The number after `key` in an open file of a group, or the only number if `key` is empty.
static int64_t read_number(int fd, const char *key) {
  char text[1024];
  ssize_t count = fd < 0 ? -1 : pread(fd, text, sizeof text - 1, 0);
  if (count <= 0) return -1;
  text[count] = 0;
  const char *at = text;
  if (*key) {
    // A line start: `oom_kill` must not be found in `oom_kill_disable`.
    size_t length = strlen(key);
    while (at && !(strncmp(at, key, length) == 0 && at[length] == ' ')) {
      at = strchr(at, '\n');
      if (at) at++;
    }
    if (!at) return -1;
    at += length;
  }
  char *end;
  long long value = strtoll(at, &end, 10);
  return end == at ? -1 : value;
}

/// Our own group's path in the hierarchy of `controller` (empty for version 2).
static int own_path(const char *controller, char *path, size_t size) {
  FILE *file = fopen("/proc/self/cgroup", "re");
  if (!file) return -1;
  char line[1024];
  int found = -1;
  while (found < 0 && fgets(line, sizeof line, file)) {
    char *names = strchr(line, ':'), *where = names ? strchr(names + 1, ':') : NULL;
    if (!where) continue;
    *where++ = 0;
    names++;
    where[strcspn(where, "\n")] = 0;
    char *rest = names, *name;
    if (*names == 0 && *controller == 0) found = 0;
    while (found < 0 && *controller && (name = strsep(&rest, ","))) {
      if (strcmp(name, controller) == 0) found = 0;
    }
    if (found == 0 && snprintf(path, size, "%s", where) >= (int)size) found = -1;
  }
  fclose(file);
  return found;
}

/// Where the hierarchy of `controller` is mounted, with our own group's path appended.
static int find_base(const char *controller, char *base, size_t size) {
  char own[256];
  if (own_path(controller, own, sizeof own) != 0) return -1;
  FILE *file = fopen("/proc/self/mountinfo", "re");
  if (!file) return -1;
  char line[2048];
  int found = -1;
  while (found < 0 && fgets(line, sizeof line, file)) {
    char root[512], point[512], *tail = strstr(line, " - ");
    if (!tail || sscanf(line, "%*s %*s %*s %511s %511s", root, point) != 2) continue;
    tail += 3;
    bool second = strncmp(tail, "cgroup2 ", 8) == 0, first = strncmp(tail, "cgroup ", 7) == 0;
    if (*controller == 0 ? !second : !first) continue;
    if (*controller) {
      char *options = strrchr(tail, ' '), *name;
      bool has = false;
      if (!options) continue;
      options[strcspn(options, "\n")] = 0;
      options++;
      while ((name = strsep(&options, ","))) has = has || strcmp(name, controller) == 0;
      if (!has) continue;
    }
    // In a container the hierarchy's root here may be our own group.
    const char *below = own;
    size_t length = strlen(root);
    if (strcmp(root, "/") != 0 && strncmp(own, root, length) == 0) below = own + length;
    if (strcmp(below, "/") == 0) below = "";
    if (snprintf(base, size, "%s%s", point, below) < (int)size) {
      found = access(base, W_OK) == 0 ? 0 : -1;
    }
  }
  fclose(file);
  return found;
}

/// Removes groups that helpers left which were killed: their names hold the helper's process id.
static void remove_leftovers(const char *base) {
  DIR *directory = opendir(base);
  if (!directory) return;
  struct dirent *entry;
  char path[640];
  while ((entry = readdir(directory))) {
    int pid;
    if (sscanf(entry->d_name, "assay-%d-", &pid) != 1) continue;
    if (kill(pid, 0) == 0 || errno != ESRCH) continue;
    if (snprintf(path, sizeof path, "%s/%s", base, entry->d_name) < (int)sizeof path) rmdir(path);
  }
  closedir(directory);
}

/// Whether a group can be made below `base` that has the file `limit`.
static bool usable(const char *base, const char *limit) {
  char path[640];
  struct stat info;
  snprintf(path, sizeof path, "%s/assay-%d", base, getpid());
  if (mkdir(path, 0755) != 0) return false;
  size_t length = strlen(path);
  snprintf(path + length, sizeof path - length, "/%s", limit);
  bool found = stat(path, &info) == 0;
  path[length] = 0;
  rmdir(path);
  return found;
}

static const char LEAF[] = "/assay-leaf";

static int move(const char *base, const char *leaf, pid_t pid) {
  char directory[448], text[32];
  snprintf(directory, sizeof directory, "%s%s", base, leaf);
  snprintf(text, sizeof text, "%d", pid);
  return cgroup_write(directory, "cgroup.procs", text);
}

/// Moves all that is in one group below `base` to another; who starts meanwhile is moved too.
static bool move_all(const char *base, const char *from, const char *to) {
  enum { TRIES = 20 };
  char directory[448];
  snprintf(directory, sizeof directory, "%s%s", base, from);
  bool is_empty = false;
  for (int tries = 0; tries < TRIES && !is_empty; tries++) {
    int fd = open_file(directory, "cgroup.procs", O_RDONLY);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "r");
    if (!file) return false;
    is_empty = true;
    int pid;
    while (fscanf(file, "%d", &pid) == 1) {
      is_empty = false;
      if (pid > 0) move(base, to, pid);  // one that cannot be moved, or has just ended, is seen next time
    }
    fclose(file);
  }
  return is_empty;
}

/// Whether our own group is the root of what we can see, as a container's is: all in it is the container's.
static bool is_root_of_container(void) {
  char own[256];
  return own_path("", own, sizeof own) == 0 && strcmp(own, "/") == 0;
}

/// Hands the controllers of version 2 on to the groups below `base`. A group that holds processes
/// cannot, save for the root: then we, and whoever started us, move to a leaf below, and in a container
/// all that is in it. If others are in the group too, that does not help, and all move back.
static bool hand_controllers_on(const char *base) {
  static const char controllers[] = "+memory +pids";
  if (cgroup_write(base, "cgroup.subtree_control", controllers) == 0) return true;
  if (errno != EBUSY) return false;
  bool takes_all = is_root_of_container();
  char leaf[448];
  snprintf(leaf, sizeof leaf, "%s%s", base, LEAF);
  if (mkdir(leaf, 0755) != 0 && errno != EEXIST) return false;
  bool moved = takes_all ? move_all(base, "", LEAF)
                         : move(base, LEAF, getpid()) == 0 && move(base, LEAF, getppid()) == 0;
  if (moved && cgroup_write(base, "cgroup.subtree_control", controllers) == 0) return true;
  move_all(base, LEAF, "");
  rmdir(leaf);
  return false;
}

/// The group that a leaf of ours was made in, if `base` is such a leaf.
static void leave_leaf(char *base) {
  size_t length = strlen(base), tail = sizeof LEAF - 1;
  if (length > tail && strcmp(base + length - tail, LEAF) == 0) base[length - tail] = 0;
}

void cgroup_find(int *memory, int *pids) {
  if (find_base("memory", memory_base, sizeof memory_base) == 0
      && usable(memory_base, "memory.limit_in_bytes")) {
    memory_version = 1;
  }
  if (find_base("pids", pids_base, sizeof pids_base) == 0 && usable(pids_base, "pids.max")) {
    pids_version = 1;
  }
  if (!memory_version && !pids_version && find_base("", memory_base, sizeof memory_base) == 0) {
    leave_leaf(memory_base);
    hand_controllers_on(memory_base);
    if (usable(memory_base, "memory.max") && usable(memory_base, "pids.max")) {
      memory_version = pids_version = 2;
    }
  }
  if (memory_version) remove_leftovers(memory_base);
  if (pids_version == 1) remove_leftovers(pids_base);
  *memory = memory_version;
  *pids = pids_version;
}

static int limit_memory(const char *group, uint64_t bytes) {
  char text[32];
  if (memory_version == 1) {
    // Both may only move one beyond the other in the right order; so the second first is lifted.
    cgroup_write(group, "memory.memsw.limit_in_bytes", "-1");  // absent without swap accounting
    snprintf(text, sizeof text, bytes ? "%llu" : "-1", (unsigned long long)bytes);
    if (cgroup_write(group, "memory.limit_in_bytes", text) != 0) return -1;
    if (bytes) cgroup_write(group, "memory.memsw.limit_in_bytes", text);
    return 0;
  }
  snprintf(text, sizeof text, bytes ? "%llu" : "max", (unsigned long long)bytes);
  cgroup_write(group, "memory.swap.max", "0");
  cgroup_write(group, "memory.oom.group", "0");
  return cgroup_write(group, "memory.max", text);
}

static int64_t held_bytes(const struct cgroup *group) {
  return read_number(group->held_fd, "");
}

static int64_t oom_kills(const struct cgroup *group) {
  int64_t kills = read_number(group->kills_fd, "oom_kill");
  return kills < 0 ? 0 : kills;
}

int cgroup_open(struct cgroup *group) {
  static unsigned serial;
  *group = (struct cgroup){
      .memory_version = memory_version, .held_fd = -1, .peak_fd = -1, .kills_fd = -1};
  if (!memory_version || !pids_version) return ENOTSUP;
  serial++;
  snprintf(group->memory, sizeof group->memory, "%s/assay-%d-%u", memory_base, getpid(), serial);
  if (mkdir(group->memory, 0755) != 0) {
    group->memory[0] = 0;
    return errno;
  }
  if (pids_version == 1) {
    snprintf(group->pids, sizeof group->pids, "%s/assay-%d-%u", pids_base, getpid(), serial);
    if (mkdir(group->pids, 0755) != 0) {
      group->pids[0] = 0;
      return errno;
    }
  }
  // Kept open: to find them takes longer than to read them.
  static const char *const files[2][3] = {
      {"memory.usage_in_bytes", "memory.max_usage_in_bytes", "memory.oom_control"},
      {"memory.current", "memory.peak", "memory.events"}};
  const char *const *names = files[memory_version - 1];
  group->held_fd = open_file(group->memory, names[0], O_RDONLY);
  group->peak_fd = open_file(group->memory, names[1], O_RDWR);
  // Before Linux 6.12 the peak of version 2 could only be read.
  if (group->peak_fd < 0) group->peak_fd = open_file(group->memory, names[1], O_RDONLY);
  group->kills_fd = open_file(group->memory, names[2], O_RDONLY);
  return 0;
}

int cgroup_join(const struct cgroup *group, pid_t member) {
  char text[32];
  snprintf(text, sizeof text, "%d", member);
  if (cgroup_write(group->memory, "cgroup.procs", text) != 0) return errno ? errno : EIO;
  if (!group->pids[0]) return 0;
  return cgroup_write(group->pids, "cgroup.procs", text) == 0 ? 0 : errno ? errno : EIO;
}

/// Waits a little for what the last run's files held, which the kernel frees when it gets to it.
static bool is_empty(struct cgroup *group, bool is_warm) {
  enum { SLACK = 2 << 20, INTERPRETER = 24 << 20 };
  int64_t most = (group->resting ? group->resting : is_warm ? INTERPRETER : 0) + SLACK;
  for (int tries = 0; tries < 40; tries++) {
    int64_t held = held_bytes(group);
    if (held <= most) {
      if (group->resting == 0 || held < group->resting) group->resting = held;
      return true;
    }
    nanosleep(&(struct timespec){.tv_nsec = 500000}, NULL);
  }
  return false;
}

/// Forgets the peak so far. Version 2 can since Linux 6.12, for whoever holds the file open.
static int reset_peak(const struct cgroup *group) {
  const char *text = group->memory_version == 1 ? "0" : "reset";
  ssize_t length = (ssize_t)strlen(text);
  return group->peak_fd >= 0 && write(group->peak_fd, text, (size_t)length) == length ? 0 : -1;
}

int cgroup_begin(struct cgroup *group, const struct csandbox_limits *limits, uint32_t own,
                 bool is_warm) {
  // What keeper and supervisor hold counts too, in the kernel above all.
  enum { OWN_BYTES = 1 << 20 };
  char text[32];
  bool used = group->is_used;
  group->is_used = true;
  if (used && (!is_empty(group, is_warm) || reset_peak(group) != 0)) return EBUSY;
  if (!used || group->memory_bytes != limits->memory_bytes) {
    uint64_t most = limits->memory_bytes ? limits->memory_bytes + OWN_BYTES : 0;
    if (limit_memory(group->memory, most) != 0) return errno ? errno : EIO;
    group->memory_bytes = limits->memory_bytes;
  }
  if (group->processes != limits->processes + own) {
    snprintf(text, sizeof text, "%u", limits->processes + own);
    const char *pids = group->pids[0] ? group->pids : group->memory;
    if (cgroup_write(pids, "pids.max", text) != 0) return errno ? errno : EIO;
    group->processes = limits->processes + own;
  }
  return 0;
}

void cgroup_end(struct cgroup *group, struct csandbox_report *report) {
  int64_t peak = read_number(group->peak_fd, ""), kills = oom_kills(group);
  if (peak >= 0) {
    report->peak_bytes = (uint64_t)peak;
    report->memory_exact = 1;
  }
  if (kills > group->oom_kills) report->oom_kills = (uint32_t)(kills - group->oom_kills);
  group->oom_kills = kills;
}

static void remove_group(char *path) {
  // A group stays busy for moments after its last process was reaped.
  for (int tries = 0; *path && rmdir(path) != 0 && errno == EBUSY && tries < 200; tries++) {
    nanosleep(&(struct timespec){.tv_nsec = 500000}, NULL);
  }
  *path = 0;
}

void cgroup_close(struct cgroup *group) {
  const int fds[] = {group->held_fd, group->peak_fd, group->kills_fd};
  for (int index = 0; index < 3; index++) {
    if (fds[index] >= 0) close(fds[index]);
  }
  remove_group(group->memory);
  remove_group(group->pids);
}
