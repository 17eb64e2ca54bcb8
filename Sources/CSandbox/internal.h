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
  STAGE_IDENTITY,
  STAGE_RLIMIT,
  STAGE_LANDLOCK,
  STAGE_CAPABILITIES,
  STAGE_SECCOMP,
  STAGE_KEEPER,
  STAGE_ZYGOTE,
  STAGE_UNCONFINED,
  STAGE_COUNT,
};

struct mount_entry {
  int kind;
  const char *source, *target;
};

/// A request, taken apart; the texts point into the message.
struct plan {
  uint32_t id, level, uid, probe, warm;
  struct csandbox_limits limits;
  char *arguments[CSANDBOX_ENTRIES_MAX + 1];
  char *environment[CSANDBOX_ENTRIES_MAX + 1];
  struct mount_entry mounts[CSANDBOX_ENTRIES_MAX];
  int argument_count, environment_count, mount_count;
  const char *stage, *work, *directory;
  int fds[CSANDBOX_FDS_MAX];
  int fd_count;
  bool is_root;  // the helper is root outside
};

/// What pid 1, pid 2 until it executes the program, and the helper share.
struct shared {
  volatile int32_t failed_stage, failed_errno, exec_errno;
  volatile int32_t wait_status;
  volatile uint32_t stop, complete;
  volatile uint32_t asked_to_stop;  // the id of a run
  volatile uint64_t cpu_ns, wall_ns, idle_ns, delay_ns, peak_bytes;
};

static inline bool has_namespaces(const struct plan *plan) {
  return plan->level >= CSANDBOX_NAMESPACES;
}

/// Whether an entry of the file system belongs to one run, not to the container.
static inline bool is_own(const struct mount_entry *mount) {
  return mount->kind == CSANDBOX_OWN_READ_ONLY || mount->kind == CSANDBOX_OWN_WRITABLE;
}

// plan.c
int plan_parse(struct plan *plan, struct csandbox_request *request, size_t length);

/// Receives a request with its descriptors, which are `plan`'s even if it is malformed: its length,
/// 0 at the end of the connection, -1 with errno (EINVAL: malformed, `plan->id` may be known).
ssize_t plan_receive(int socket, struct csandbox_request *request, struct plan *plan);
void plan_close(struct plan *plan);

// cgroup.c
struct cgroup {
  char memory[512], pids[512];  // directories; pids is empty if it is the same group
  int memory_version;
  int held_fd, peak_fd, kills_fd;  // what it holds, held at most, and how often it killed
  bool is_used;
  uint64_t memory_bytes;  // the limit that is set, and of processes
  uint32_t processes;
  int64_t oom_kills;  // so far
  int64_t resting;    // the least that it was seen to hold between runs; 0 if not known
};
void cgroup_find(int *memory_version, int *pids_version);
int cgroup_open(struct cgroup *group);
/// Makes the keeper a member, whose children inherit it: to join takes the kernel a grace period, in
/// which nobody else may fork, and so is nothing to be done for each run.
int cgroup_join(const struct cgroup *group, pid_t member);
/// Sets limits and starts measuring; 0, or an errno. EBUSY: the last run's memory is still there.
/// `own`: how many processes of ours are members; `is_warm`: an interpreter is one of them.
int cgroup_begin(struct cgroup *group, const struct csandbox_limits *limits, uint32_t own,
                 bool is_warm);
void cgroup_end(struct cgroup *group, struct csandbox_report *report);
void cgroup_close(struct cgroup *group);
int cgroup_write(const char *directory, const char *file, const char *text);

// container.c
/// What is answered when a run is over; the rest is on the shared page.
struct kept {
  uint32_t id;
  int32_t stage, error;
  uint32_t dirty;  // something of the run may be left
};
struct container {
  pid_t keeper;  // 0: there is none
  int socket;
  bool has_group;
  struct cgroup group;
  unsigned runs;
  bool is_warm;  // has a zygote
  size_t key_length;
  char key[CSANDBOX_TEXT_MAX];
};
bool container_fits(const struct container *container, const struct plan *plan);
int container_open(struct container *container, const struct plan *plan, struct shared *shared);
void container_close(struct container *container);
/// Tells the helper that a run is over: its supervisor, or if that cannot, the keeper.
void container_answer(int socket, uint32_t id, int stage, bool dirty);

// mounts.c
/// Builds a container's files, and makes them and the work directory the root of its keeper.
int mounts_keep(const struct plan *plan);
/// Adds what is of one run alone, and makes the container's files with it the root.
int mounts_enter(const struct plan *plan);
/// Makes the container's files the root, for a zygote.
int mounts_enter_bare(void);

// confine.c
int confine(const struct plan *plan);
int landlock_abi(void);
int landlock_rules_for(const struct plan *plan);
int seccomp_available(void);
void capabilities_drop(void);
void capabilities_keep(void);
/// Sets the resource limits of a run's process, 0: our own; nonzero if any could not be set.
int limits_put(const struct plan *plan, pid_t pid);
/// Has a process, by its name in /proc, killed first when memory is short: before pid 1.
void oom_first(const char *process);
/// Which system calls a filter refuses. To check one against all that it refuses takes the kernel
/// longer than all else that a run gives up: so a zygote takes most of it once, for its children.
enum filter_kind {
  FILTER_ALL,
  FILTER_ZYGOTE,  // all but what entering a run's namespaces takes
  FILTER_REST,    // that
};
struct sock_filter;
/// A system call filter; its length in instructions, 0 on an unknown architecture.
int seccomp_filter(enum filter_kind kind, const struct sock_filter **code);
int seccomp_put(enum filter_kind kind);

// zygote.c
enum { ZYGOTE_OWN = 4, ZYGOTE_OTHER = 5, SOCKET_NAMES = 6 };  // descriptors of the keeper
/// Starts a warm interpreter, as a child; 0, or the stage that failed.
int zygote_start(const struct plan *plan, pid_t *started);
/// A process that a zygote forked for a run.
struct zygote_run {
  pid_t pid;           // in the run's namespace; not reaped before `zygote_reap`
  int socket, orders;  // to the zygote; to the process
};
/// Has the zygote fork a process for the run, in the caller's namespaces; 0, or the stage that
/// failed: then the caller must end. The process waits until `zygote_go`.
int zygote_fork(const struct plan *plan, int zygote, struct zygote_run *run);
int zygote_go(struct zygote_run *run);
struct zygote_ending {
  int status;
  int64_t cpu_ns, peak_bytes;
};
/// Has the zygote reap the process, which has ended; 0, or -1 if the zygote does not answer.
int zygote_reap(int socket, struct zygote_ending *ending);

// usage.c
struct usage {
  int64_t cpu_ns, delay_ns;
  uint64_t resident_bytes;  // what several processes share is counted for each
};
struct usage usage_of_tree(void);
long processor_count(void);
/// Whether a thread of the run is running or waits for a core.
bool tree_is_runnable(void);
/// Memory of all processes of the run, shared pages counted once: exact, but dear.
uint64_t memory_of_tree(void);
/// As pid 1, with the program gone: kills and reaps whoever is left.
void end_namespace(void);
/// Kills a run's processes and reaps them; the wait status of `main`, which was not reaped yet.
int tree_kill(pid_t main, uint32_t uid, bool is_root);
/// Whether sockets of a run's are left, by names that others could see, in the network namespace
/// whose /proc/net/unix this is.
bool sockets_are_left(int names);

// supervisor.c
void supervise(const struct plan *plan, struct shared *shared) __attribute__((noreturn));

// probe.c
int probe_main(char **arguments);
