// Runs untrusted programs under limits and, where the kernel allows, in namespaces of their own.
//
//     assay ──socketpair── helper                one small C process per worker, started once
//                            └─ keeper           pid 1 of a container: namespaces, a root; kept
//                                 ├─ pid 1       of a run: its own files; supervises, reaps, tells
//                                 │    └─ pid 2  gives up every right, then becomes the program
//                                 └─ zygote      a warm interpreter; forks pid 2 instead
//
// A container serves one run at a time, and is given up as soon as a run leaves anything behind.
//
// Why C: between fork and exec only async-signal-safe code may run, a fork of a large process is
// slow, and the peak memory of a child is never less than that of the process that forked it.
//
// The program's exit status and usage travel in a page that pid 1 and the helper share and that
// is gone from the program's address space once it was exec'ed: there is nothing to forge.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// What a run is confined by; each level has all that the one below it has.
enum csandbox_level {
  CSANDBOX_NONE = 0,        ///< resource limits and supervision only
  CSANDBOX_RESTRICTED = 1,  ///< Landlock, seccomp and resource limits in the host's namespaces
  CSANDBOX_NAMESPACES = 2,  ///< own user, pid, mount, network, ipc and uts namespaces
  CSANDBOX_FULL = 3,        ///< memory and process limits by a control group too
};

/// What a message on the control socket asks for or tells.
enum csandbox_kind {
  CSANDBOX_RUN = 1,     ///< to the helper: start a run; carries descriptors
  CSANDBOX_KILL = 2,    ///< to the helper: end the run `id` now
  CSANDBOX_HELLO = 3,   ///< from the helper: what it can do, once, first
  CSANDBOX_REPORT = 4,  ///< from the helper: the run `id` is over
};

/// Why the supervisor ended a run.
enum csandbox_stop {
  CSANDBOX_ENDED_ITSELF = 0,
  CSANDBOX_STOP_CPU = 1,
  CSANDBOX_STOP_IDLE = 2,
  CSANDBOX_STOP_WALL = 3,
  CSANDBOX_STOP_ASKED = 4,
  CSANDBOX_STOP_MEMORY = 5,  ///< all processes together, where no control group counts them
};

/// How an entry of a run's text is meant. Entries keep their order.
enum csandbox_entry {
  CSANDBOX_ARGUMENT = 'a',     ///< one of argv; the first is the path to execute
  CSANDBOX_ENVIRONMENT = 'e',  ///< NAME=value
  CSANDBOX_READ_ONLY = 'r',    ///< a host path, followed by a target
  CSANDBOX_WRITABLE = 'w',     ///< a host path, followed by a target
  CSANDBOX_OWN_READ_ONLY = 'R',  ///< as 'r', of this run alone: a path below the work directory
  CSANDBOX_OWN_WRITABLE = 'W',   ///< as 'w', of this run alone: a path below the work directory
  CSANDBOX_LINK = 'l',         ///< the text of a symbolic link, followed by a target
  CSANDBOX_TARGET = 't',       ///< a path below the new root, without a leading slash
  CSANDBOX_STAGE = 's',        ///< an empty host directory on which the new root is mounted
  CSANDBOX_WORK = 'k',         ///< the host directory that has what is of one run alone
  CSANDBOX_DIRECTORY = 'c',    ///< the working directory of the program
};

/// How memory is limited where there is no control group.
enum csandbox_memory_rule {
  CSANDBOX_ADDRESS_SPACE = 0,  ///< RLIMIT_AS
  CSANDBOX_DATA = 1,           ///< RLIMIT_DATA: for runtimes that reserve address space lavishly
};

#define CSANDBOX_PROTOCOL 2
#define CSANDBOX_TEXT_MAX 24576
#define CSANDBOX_FDS_MAX 4       // standard input, output, error, and a data channel as 3
#define CSANDBOX_SLOTS 4         // runs at once per helper
#define CSANDBOX_ENTRIES_MAX 128

/// Zero means no limit, save for `processes` and `open_files`.
struct csandbox_limits {
  uint64_t cpu_ns, idle_ns, wall_ns;
  uint64_t memory_bytes, stack_bytes;
  uint64_t reserve_bytes;  ///< what a process may reserve, where no control group counts memory
  uint64_t file_bytes;  ///< the largest file
  uint64_t disk_bytes;  ///< all files of the fresh root together
  uint32_t inodes, processes, open_files;
  uint32_t memory_rule;  ///< csandbox_memory_rule
};

struct csandbox_request {
  uint32_t protocol, kind, id, level;
  uint32_t uid;    ///< who the program is outside, if the helper is root; else ignored
  uint32_t probe;  ///< 1: run the built-in probe named by argv instead of executing a file
  /// So many of the first arguments start a zygote, which is told the others; 0: execute argv.
  uint32_t warm;
  struct csandbox_limits limits;
  uint32_t text_length;
  char text[CSANDBOX_TEXT_MAX];  ///< entries: a csandbox_entry byte, text, NUL
};

struct csandbox_report {
  uint32_t protocol, kind, id;
  uint32_t stop;          ///< csandbox_stop
  int32_t failed_stage;   ///< nonzero: setting up failed there, with `failed_errno`
  int32_t failed_errno;
  int32_t exec_errno;     ///< nonzero: execve failed
  int32_t wait_status;    ///< as of wait(2)
  uint32_t complete;      ///< 1: the supervisor finished its report
  uint32_t oom_kills;     ///< control group only
  uint32_t memory_exact;  ///< 1: `peak_bytes` is the control group's, else the largest process
  uint64_t cpu_ns, wall_ns, idle_ns, delay_ns, peak_bytes;
  // Only in a hello:
  int32_t landlock_abi, seccomp;
  int32_t memory_group, pids_group;  ///< version of the control group that can be used, 0 none
  uint32_t uid;
};

// MARK: for the process that asks

/// A zeroed request of `kind`; NULL if out of memory. Freed by `csandbox_request_free`.
struct csandbox_request *csandbox_request_new(uint32_t kind, uint32_t id);
void csandbox_request_free(struct csandbox_request *request);

/// Appends an entry; 0, or -1 if the text is full.
int csandbox_add(struct csandbox_request *request, int entry, const char *text);

/// How many bytes of a request are sent.
size_t csandbox_request_size(const struct csandbox_request *request);

/// Sends a request with `count` descriptors, which stay the caller's; 0 or an errno.
int csandbox_send(int socket, const struct csandbox_request *request, const int *fds, int count);

/// Receives a report without waiting; 0, EAGAIN, EPIPE at the end, or another errno.
int csandbox_receive(int socket, struct csandbox_report *report);

/// Starts the helper at `path`; stores the control socket and the process id; 0 or an errno.
int csandbox_spawn(const char *path, int *socket, pid_t *pid);

/// Waits for a helper that was told to end by closing its socket; kills it after `ms`.
void csandbox_reap(pid_t pid, int ms);

/// A sealed file in memory with these bytes, offset 0; or -1 with errno.
int csandbox_sealed(const void *bytes, size_t count);

/// A pipe whose ends close on exec and whose reading end does not block; 0 or an errno.
int csandbox_pipe(int *reading, int *writing);

/// A connected pair of streams; `own` does not block and learns who sends. 0 or an errno.
int csandbox_channel(int *own, int *other);

/// Reads from a channel; like recv(2), and stores the sender's process id if it was told.
/// Descriptors that the other side attaches are dropped by the kernel.
ssize_t csandbox_channel_read(int fd, void *buffer, size_t count, pid_t *sender);

/// Writes without raising SIGPIPE; like send(2).
ssize_t csandbox_channel_write(int fd, const void *buffer, size_t count);

/// Removes a directory and what is in it, without following links.
void csandbox_remove_tree(const char *path);

/// A listener on a loopback port of the kernel's choice, for probes; -1 on failure.
int csandbox_listen(uint16_t *port);

/// A listener on an abstract Unix socket of that name, for probes; -1 on failure.
int csandbox_listen_abstract(const char *name);

/// An eventfd that does not block, or -1.
int csandbox_event(void);

/// CPU time in nanoseconds of a process, or -1 if it is gone.
int64_t csandbox_cpu_ns(pid_t pid);

/// Time in nanoseconds that a process's threads waited for a core; 0 if unknown.
int64_t csandbox_delay_ns(pid_t pid);
/* How long the calling thread has waited for a core since it began; 0 where the kernel does not count. */
int64_t csandbox_own_delay_ns(void);

/// Whether a thread of the process is running or waits for a core.
int csandbox_is_runnable(pid_t pid);

/// The monotonic clock in nanoseconds.
int64_t csandbox_now_ns(void);

/// The words of wait(2)'s status, which are macros.
int csandbox_exited(int status);
int csandbox_exit_code(int status);
int csandbox_signal(int status);

/// Whether the helper would take these bytes for a request: 0, or -1. For tests, one at a time.
int csandbox_check_request(const void *bytes, size_t length);

/// The name of a setup stage, for messages.
const char *csandbox_stage_name(int stage);

// MARK: the helper

/// The helper's main program: serves the control socket, descriptor 3, until it is closed.
int csandbox_helper_main(int argc, char **argv);
