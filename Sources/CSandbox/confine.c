// What pid 2 does to itself before it becomes the program: every step gives something up.
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// MARK: seccomp

#if defined(__x86_64__)
#define NATIVE_ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define NATIVE_ARCH AUDIT_ARCH_AARCH64
#endif

// Newer than the headers of some distributions; the same numbers on every architecture.
enum {
  CALL_PIDFD_GETFD = 438,
  CALL_MOUNT_SETATTR = 442,
  CALL_QUOTACTL_FD = 443,
  CALL_MEMFD_SECRET = 447,
  CALL_OPEN_TREE_ATTR = 467,
};

/// Refused with EPERM: other processes, mounts, namespaces, keys, kernel state, System V IPC.
static const int refused[] = {
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_kcmp, CALL_PIDFD_GETFD,
    SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_open_tree, SYS_move_mount, SYS_fsopen,
    SYS_fsconfig, SYS_fsmount, SYS_fspick, CALL_MOUNT_SETATTR, CALL_OPEN_TREE_ATTR,
    SYS_unshare, SYS_setns, SYS_keyctl, SYS_add_key, SYS_request_key,
    SYS_bpf, SYS_perf_event_open, SYS_userfaultfd, SYS_fanotify_init, CALL_MEMFD_SECRET,
    SYS_kexec_load, SYS_kexec_file_load, SYS_init_module, SYS_finit_module, SYS_delete_module,
    SYS_reboot, SYS_swapon, SYS_swapoff, SYS_acct, SYS_quotactl, CALL_QUOTACTL_FD,
    SYS_name_to_handle_at, SYS_open_by_handle_at, SYS_syslog, SYS_personality, SYS_vhangup,
    SYS_sethostname, SYS_setdomainname, SYS_settimeofday, SYS_clock_settime, SYS_adjtimex,
    SYS_clock_adjtime, SYS_shmget, SYS_shmat, SYS_msgget, SYS_semget, SYS_mq_open,
    SYS_sched_setaffinity, SYS_sched_setscheduler, SYS_sched_setattr, SYS_mlockall,
#ifdef SYS_iopl
    SYS_iopl, SYS_ioperm,
#endif
};

/// Refused with ENOSYS, so that libraries fall back to calls whose arguments a filter can see.
static const int absent[] = {
    SYS_clone3, SYS_io_uring_setup, SYS_io_uring_enter, SYS_io_uring_register,
};

enum {
  FILTER_MAX = 256,
  ARGUMENT = offsetof(struct seccomp_data, args),
  NAMESPACE_FLAGS = 0x7E020080,  // every CLONE_NEW…
  SIBLING_FLAG = 0x8000,         // CLONE_PARENT
  REQUEST_STI = 0x5412,          // TIOCSTI: types into a terminal
  REQUEST_LINUX = 0x541C,        // TIOCLINUX
};

struct filter {
  struct sock_filter code[FILTER_MAX];
  unsigned short length;
};

static void emit(struct filter *filter, struct sock_filter instruction) {
  if (filter->length < FILTER_MAX) filter->code[filter->length++] = instruction;
}

#define STATEMENT(code, value) (struct sock_filter) BPF_STMT(code, value)
#define JUMP(code, value, yes, no) (struct sock_filter) BPF_JUMP(code, value, yes, no)

static void emit_refusal(struct filter *filter, int call, int error) {
  emit(filter, JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, 1));
  emit(filter, STATEMENT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error));
}

/// For `call`, loads an argument, and refuses if `test` on it holds (or does not, if `inverted`).
static void emit_argument_test(
    struct filter *filter, int call, int argument, int test, unsigned value, bool inverted,
    int error
) {
  emit(filter, JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)call, 0, 4));
  emit(filter, STATEMENT(BPF_LD | BPF_W | BPF_ABS, ARGUMENT + 8u * (unsigned)argument));
  emit(filter, JUMP(BPF_JMP | test | BPF_K, value, inverted, !inverted));
  emit(filter, STATEMENT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (unsigned)error));
  emit(filter, STATEMENT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
}

static void build_filter(struct filter *filter, enum filter_kind kind) {
  filter->length = 0;
#ifdef NATIVE_ARCH
  if (kind == FILTER_REST) {
    emit(filter, STATEMENT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    emit_refusal(filter, SYS_setns, EPERM);
    emit(filter, STATEMENT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    return;
  }
  emit(filter, STATEMENT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)));
  emit(filter, JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE_ARCH, 1, 0));
  emit(filter, STATEMENT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
  emit(filter, STATEMENT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
#ifdef __x86_64__
  // The x32 numbers would get around every comparison below.
  emit(filter, JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1));
  emit(filter, STATEMENT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS));
#endif
  for (size_t index = 0; index < sizeof refused / sizeof refused[0]; index++) {
    if (kind == FILTER_ZYGOTE && refused[index] == SYS_setns) continue;
    emit_refusal(filter, refused[index], EPERM);
  }
  for (size_t index = 0; index < sizeof absent / sizeof absent[0]; index++) {
    emit_refusal(filter, absent[index], ENOSYS);
  }
  // A sibling's parent would be a process outside, which waits for no stranger.
  emit_argument_test(
      filter, SYS_clone, 0, BPF_JSET, NAMESPACE_FLAGS | SIBLING_FLAG, false, EPERM);
  // Network namespaces do not cover vsock; nothing but AF_UNIX is needed.
  emit_argument_test(filter, SYS_socket, 0, BPF_JEQ, AF_UNIX, true, EACCES);
  emit_argument_test(filter, SYS_ioctl, 1, BPF_JEQ, REQUEST_STI, false, EPERM);
  emit_argument_test(filter, SYS_ioctl, 1, BPF_JEQ, REQUEST_LINUX, false, EPERM);
  emit(filter, STATEMENT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
#endif
}

int seccomp_filter(enum filter_kind kind, const struct sock_filter **code) {
  // Built once, by the helper: its keepers inherit them.
  static struct filter filters[FILTER_REST + 1];
  struct filter *filter = &filters[kind];
  if (filter->length == 0) build_filter(filter, kind);
  *code = filter->code;
  return filter->length == FILTER_MAX ? 0 : filter->length;
}

int seccomp_put(enum filter_kind kind) {
  const struct sock_filter *code;
  int length = seccomp_filter(kind, &code);
  if (length == 0) {
    errno = ENOSYS;
    return -1;
  }
  struct sock_fprog program = {
      .len = (unsigned short)length, .filter = (struct sock_filter *)code};
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

int seccomp_available(void) {
#ifdef NATIVE_ARCH
  unsigned action = SECCOMP_RET_KILL_PROCESS;
  return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
#else
  return 0;
#endif
}

// MARK: Landlock

/// As of ABI 6; older kernels take the shorter prefixes.
struct landlock_rules {
  uint64_t files, network, scopes;
};
struct landlock_path {
  uint64_t allowed;
  int32_t parent;
} __attribute__((packed));

enum {
  LANDLOCK_EXECUTE = 1 << 0,
  LANDLOCK_WRITE_FILE = 1 << 1,
  LANDLOCK_READ_FILE = 1 << 2,
  LANDLOCK_READ_DIRECTORY = 1 << 3,
  LANDLOCK_READ = LANDLOCK_EXECUTE | LANDLOCK_READ_FILE | LANDLOCK_READ_DIRECTORY,
  LANDLOCK_TRUNCATE = 1 << 14,
  LANDLOCK_FILE_ONLY = LANDLOCK_EXECUTE | LANDLOCK_WRITE_FILE | LANDLOCK_READ_FILE
      | LANDLOCK_TRUNCATE,
};

// The same numbers on every architecture.
enum { CALL_LANDLOCK_CREATE = 444, CALL_LANDLOCK_ADD = 445, CALL_LANDLOCK_RESTRICT = 446 };

int landlock_abi(void) {
  long abi = syscall(CALL_LANDLOCK_CREATE, NULL, 0, 1 /* tell the version */);
  return abi < 0 ? 0 : (int)abi;
}

static uint64_t landlock_file_rights(int abi) {
  uint64_t rights = (1ULL << 13) - 1;
  if (abi >= 2) rights |= 1ULL << 13;  // refer
  if (abi >= 3) rights |= LANDLOCK_TRUNCATE;
  if (abi >= 5) rights |= 1ULL << 15;  // ioctl on devices
  return rights;
}

static int landlock_allow(int rules, const char *path, uint64_t rights) {
  int fd = open(path, O_PATH | O_CLOEXEC);
  if (fd < 0) return errno == ENOENT ? 0 : -1;
  struct stat info;
  int failed = fstat(fd, &info);
  if (!failed && !S_ISDIR(info.st_mode)) rights &= LANDLOCK_FILE_ONLY;
  struct landlock_path rule = {.allowed = rights, .parent = fd};
  if (!failed) failed = (int)syscall(CALL_LANDLOCK_ADD, rules, 1, &rule, 0);
  close(fd);
  return failed;
}

static int landlock_allow_plan(int rules, const struct plan *plan, uint64_t all) {
  static const char *const devices[] = {
      "/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom"};
  for (int index = 0; index < plan->mount_count; index++) {
    const struct mount_entry *mount = &plan->mounts[index];
    if (mount->kind == CSANDBOX_LINK) continue;
    bool writable = mount->kind == CSANDBOX_WRITABLE || mount->kind == CSANDBOX_OWN_WRITABLE;
    uint64_t rights = writable ? all : LANDLOCK_READ;
    if (landlock_allow(rules, mount->source, rights) != 0) return -1;
  }
  for (size_t index = 0; index < sizeof devices / sizeof devices[0]; index++) {
    uint64_t rights = (LANDLOCK_READ_FILE | LANDLOCK_WRITE_FILE | LANDLOCK_TRUNCATE) & all;
    if (landlock_allow(rules, devices[index], rights) != 0) return -1;
  }
  // Only this very process's directory: the others' tell what runs on the host.
  return landlock_allow(rules, "/proc/self", LANDLOCK_READ & ~(uint64_t)LANDLOCK_EXECUTE);
}

/// Without namespaces the file rules are what hides the host; with them only the network and
/// abstract sockets and signals are left to forbid. A descriptor, or -1; with errno 0 if there is
/// nothing that the kernel could add.
int landlock_rules_for(const struct plan *plan) {
  int abi = landlock_abi();
  bool inside = has_namespaces(plan);
  errno = 0;
  if (abi == 0) {
    if (!inside) errno = ENOSYS;
    return -1;
  }
  struct landlock_rules handled = {
      .files = inside ? 0 : landlock_file_rights(abi),
      .network = abi >= 4 ? 3 : 0,
      .scopes = abi >= 6 ? 3 : 0,
  };
  if (inside && handled.network == 0) return -1;
  size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
  int rules = (int)syscall(CALL_LANDLOCK_CREATE, &handled, size, 0);
  if (rules < 0 || inside) return rules;
  if (landlock_allow_plan(rules, plan, handled.files) == 0) return rules;
  int error = errno;
  close(rules);
  errno = error ? error : EIO;
  return -1;
}

static int put_landlock(const struct plan *plan) {
  int rules = landlock_rules_for(plan);
  if (rules < 0) return errno == 0 ? 0 : -1;
  int failed = (int)syscall(CALL_LANDLOCK_RESTRICT, rules, 0);
  close(rules);
  return failed;
}

// MARK: identity and limits

void capabilities_drop(void) {
  struct { uint32_t version; int pid; } header = {0x20080522, 0};
  uint32_t none[6] = {0};
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  syscall(SYS_capset, &header, none);
}

/// Keeps capabilities in our own user namespace over an exec, whoever we are there.
void capabilities_keep(void) {
  struct { uint32_t version; int pid; } header = {0x20080522, 0};
  uint32_t sets[6];
  if (syscall(SYS_capget, &header, sets) != 0) return;
  sets[2] = sets[1];  // inheritable as permitted, of the lower and the upper half
  sets[5] = sets[4];
  syscall(SYS_capset, &header, sets);
  // setgid, setuid, sys_chroot, sys_admin: what entering a run's namespaces takes
  static const int kept[] = {6, 7, 18, 21};
  for (size_t index = 0; index < sizeof kept / sizeof kept[0]; index++) {
    prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, kept[index], 0, 0);
  }
}

static int become_nobody(const struct plan *plan) {
  if (!plan->is_root) return 0;
  uid_t uid = has_namespaces(plan) ? 1000 : plan->uid;
  if (uid == 0 || setgroups(0, NULL) != 0) return -1;
  if (setresgid(uid, uid, uid) != 0) return -1;
  return setresuid(uid, uid, uid);
}

static int limit(pid_t pid, int resource, uint64_t soft, uint64_t hard) {
  struct rlimit old;
  if (prlimit(pid, resource, NULL, &old) != 0) return -1;
  struct rlimit new = {.rlim_cur = soft, .rlim_max = hard};
  // Never above what we were given: raising needs a right that even root may lack.
  if (new.rlim_max > old.rlim_max) new.rlim_max = old.rlim_max;
  if (new.rlim_cur > new.rlim_max) new.rlim_cur = new.rlim_max;
  return prlimit(pid, resource, &new, NULL);
}

/// As an ordinary user the keeper, pid 1 and the zygote are the same user as the program.
static uint32_t processes_of_ours(const struct plan *plan) {
  if (!has_namespaces(plan)) return 1;
  return plan->is_root ? 0 : plan->warm ? 3 : 2;
}

enum { LIMITS_MAX = 12 };
struct limit_entry {
  int resource;
  uint64_t soft, hard;
};

static int list_limits(const struct plan *plan, struct limit_entry *table) {
  const struct csandbox_limits *limits = &plan->limits;
  int count = 0;
  static const int none[] = {RLIMIT_CORE, RLIMIT_MEMLOCK, RLIMIT_MSGQUEUE, RLIMIT_RTPRIO};
  for (size_t index = 0; index < sizeof none / sizeof none[0]; index++) {
    table[count++] = (struct limit_entry){none[index], 0, 0};
  }
  table[count++] =
      (struct limit_entry){RLIMIT_NOFILE, limits->open_files, limits->open_files};
  if (limits->cpu_ns) {
    // Only a backstop: the kernel counts coarsely and kills up to a tenth early.
    uint64_t seconds = limits->cpu_ns / 1000000000;
    table[count++] = (struct limit_entry){RLIMIT_CPU, seconds + 2, seconds + 3};
  }
  if (limits->file_bytes) {
    table[count++] =
        (struct limit_entry){RLIMIT_FSIZE, limits->file_bytes, limits->file_bytes};
  }
  if (limits->stack_bytes) {
    table[count++] =
        (struct limit_entry){RLIMIT_STACK, limits->stack_bytes, limits->stack_bytes};
  }
  if (limits->reserve_bytes && plan->level != CSANDBOX_FULL) {
    int resource = limits->memory_rule == CSANDBOX_DATA ? RLIMIT_DATA : RLIMIT_AS;
    table[count++] =
        (struct limit_entry){resource, limits->reserve_bytes, limits->reserve_bytes};
  }
  if (has_namespaces(plan) || plan->is_root) {
    // Without a namespace of ours, all of the user's processes on the host would count.
    uint64_t processes = limits->processes + processes_of_ours(plan);
    table[count++] = (struct limit_entry){RLIMIT_NPROC, processes, processes};
  }
  return count;
}

int limits_put(const struct plan *plan, pid_t pid) {
  struct limit_entry table[LIMITS_MAX];
  int count = list_limits(plan, table), failed = 0;
  for (int index = 0; index < count; index++) {
    failed |= limit(pid, table[index].resource, table[index].soft, table[index].hard);
  }
  return failed;
}

void oom_first(const char *process) {
  char path[48];
  snprintf(path, sizeof path, "/proc/%.16s/oom_score_adj", process);
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) return;
  if (write(fd, "1000", 4) != 4) {}
  close(fd);
}

int confine(const struct plan *plan) {
  oom_first("self");
  if (limits_put(plan, 0) != 0) return STAGE_RLIMIT;
  if (become_nobody(plan) != 0) return STAGE_IDENTITY;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  capabilities_drop();
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return STAGE_CAPABILITIES;
  if (plan->level >= CSANDBOX_RESTRICTED && put_landlock(plan) != 0) return STAGE_LANDLOCK;
  if (plan->level >= CSANDBOX_RESTRICTED && seccomp_put(FILTER_ALL) != 0) return STAGE_SECCOMP;
  return STAGE_OK;
}
