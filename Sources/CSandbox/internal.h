// Shared by the files of the helper; nothing here is seen from Swift.
#pragma once

#include "CSandbox.h"

#include <stdbool.h>

/// Where setting up a run failed.
enum stage {
  STAGE_OK = 0,
  STAGE_REQUEST,
  STAGE_CGROUP,
  STAGE_CLONE,
  STAGE_MAP,
  STAGE_PRIVATE,
  STAGE_TMPFS,
  STAGE_DIRECTORY,
  STAGE_BIND,
  STAGE_LINK,
  STAGE_DEVICE,
  STAGE_PROC,
  STAGE_PIVOT,
  STAGE_READ_ONLY,
  STAGE_FORK,
  STAGE_JOIN,
  STAGE_IDENTITY,
  STAGE_RLIMIT,
  STAGE_LANDLOCK,
  STAGE_CAPABILITIES,
  STAGE_SECCOMP,
  STAGE_COUNT,
};

struct mount_entry {
  int kind;
  const char *source, *target;
};

/// A request, taken apart; the texts point into the message.
struct plan {
  uint32_t id, level, uid, probe;
  struct csandbox_limits limits;
  char *arguments[CSANDBOX_ENTRIES_MAX + 1];
  char *environment[CSANDBOX_ENTRIES_MAX + 1];
  struct mount_entry mounts[CSANDBOX_ENTRIES_MAX];
  int argument_count, environment_count, mount_count;
  const char *stage, *directory;
  int fds[CSANDBOX_FDS_MAX];
  int fd_count;
  int join_fds[2];  // cgroup.procs files, or -1
  bool is_root;     // the helper is root outside
};

/// What pid 1, pid 2 until it executes the program, and the helper share.
struct shared {
  volatile int32_t failed_stage, failed_errno, exec_errno;
  volatile int32_t wait_status;
  volatile uint32_t stop, complete, asked_to_stop;
  volatile uint64_t cpu_ns, wall_ns, idle_ns, delay_ns, peak_bytes;
};

static inline bool has_namespaces(const struct plan *plan) {
  return plan->level >= CSANDBOX_NAMESPACES;
}

// plan.c
int plan_parse(struct plan *plan, struct csandbox_request *request, size_t length);

// cgroup.c
struct cgroup_run {
  char memory[512], pids[512];  // directories, empty if unused
  int memory_version;
};
void cgroup_find(int *memory_version, int *pids_version);
int cgroup_open(struct cgroup_run *run, const struct csandbox_limits *limits, int join_fds[2]);
void cgroup_close(struct cgroup_run *run, struct csandbox_report *report);
int cgroup_write(const char *directory, const char *file, const char *text);

// mounts.c
int mounts_build(const struct plan *plan);

// confine.c
int confine(const struct plan *plan);
int landlock_abi(void);
int seccomp_available(void);
void capabilities_drop(void);

// usage.c
struct usage {
  int64_t cpu_ns, delay_ns;
  uint64_t resident_bytes;  // what several processes share is counted for each
};
struct usage usage_of_tree(void);
/// Whether a thread of the run is running or waits for a core.
bool tree_is_runnable(void);
/// Memory of all processes of the run, shared pages counted once: exact, but dear.
uint64_t memory_of_tree(void);
/// Kills a run's processes and reaps them; the wait status of `main`, which was not reaped yet.
int tree_kill(pid_t main, uint32_t uid, bool is_root);

// supervisor.c
void supervise(const struct plan *plan, struct shared *shared) __attribute__((noreturn));

// probe.c
int probe_main(char **arguments);
