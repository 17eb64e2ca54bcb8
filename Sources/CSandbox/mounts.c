// Builds the file system that a run sees and makes it its root.
//
//     /           a keeper's root: nothing but
//     /jail       what all runs in the container see, read-only to them
//     /work       the host's work directory; of it a run is shown what is its own
//     /proc       what lets a run mount a proc of its own
//
// Each run has a copy of these mounts, adds its own, and goes on with /jail alone.
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif

/// linux/mount.h cannot be included beside sys/mount.h.
struct mount_attributes {
  uint64_t set, clear, propagation, userns_fd;
};
enum { ATTRIBUTE_READ_ONLY = 1, ATTRIBUTE_NO_SUID = 2, ATTRIBUTE_NO_DEVICES = 4 };
enum { RECURSIVELY = 0x8000 };

/// Makes the directories above `path`, which is relative; true if they are there.
static bool make_parents(const char *path) {
  char part[512];
  for (const char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
    size_t length = (size_t)(slash - path);
    if (length >= sizeof part) return false;
    memcpy(part, path, length);
    part[length] = 0;
    if (mkdir(part, 0755) != 0 && errno != EEXIST) return false;
  }
  return true;
}

static bool make_file(const char *path) {
  int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0644);
  if (fd >= 0) close(fd);
  return fd >= 0;
}

/// Binds a host path over `target`, without devices and set-uid programs.
static bool bind(const char *source, const char *target, bool read_only) {
  if (mount(source, target, NULL, MS_BIND | MS_REC, NULL) != 0) return false;
  struct mount_attributes attributes = {
      .set = ATTRIBUTE_NO_SUID | ATTRIBUTE_NO_DEVICES | (read_only ? ATTRIBUTE_READ_ONLY : 0)};
  if (syscall(SYS_mount_setattr, AT_FDCWD, target, RECURSIVELY, &attributes, sizeof attributes)
      == 0) {
    return true;
  }
  if (errno != ENOSYS) return false;
  unsigned long flags = MS_BIND | MS_REMOUNT | MS_NOSUID | MS_NODEV;
  return mount(NULL, target, NULL, flags | (read_only ? MS_RDONLY : 0), NULL) == 0;
}

static int add_entry(const struct mount_entry *entry) {
  if (!make_parents(entry->target)) return STAGE_DIRECTORY;
  if (entry->kind == CSANDBOX_LINK) {
    return symlink(entry->source, entry->target) == 0 ? STAGE_OK : STAGE_LINK;
  }
  struct stat info;
  if (stat(entry->source, &info) != 0) return STAGE_BIND;
  if (S_ISDIR(info.st_mode)) {
    if (mkdir(entry->target, 0755) != 0 && errno != EEXIST) return STAGE_DIRECTORY;
  } else if (!make_file(entry->target)) {
    return STAGE_DIRECTORY;
  }
  bool read_only = entry->kind == CSANDBOX_READ_ONLY;
  return bind(entry->source, entry->target, read_only) ? STAGE_OK : STAGE_BIND;
}

static int add_devices(void) {
  static const char *const names[] = {"null", "zero", "full", "random", "urandom"};
  static const char *const links[][2] = {
      {"/proc/self/fd", "dev/fd"},       {"/proc/self/fd/0", "dev/stdin"},
      {"/proc/self/fd/1", "dev/stdout"}, {"/proc/self/fd/2", "dev/stderr"},
      {"/tmp", "dev/shm"},
  };
  char source[32];
  for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
    snprintf(source, sizeof source, "/dev/%s", names[index]);
    if (!make_file(source + 1)) return STAGE_DEVICE;
    if (mount(source, source + 1, NULL, MS_BIND, NULL) != 0) return STAGE_DEVICE;
  }
  for (size_t index = 0; index < sizeof links / sizeof links[0]; index++) {
    if (symlink(links[index][0], links[index][1]) != 0) return STAGE_DEVICE;
  }
  return STAGE_OK;
}

static int add_entries(const struct plan *plan) {
  for (int index = 0; index < plan->mount_count; index++) {
    if (is_own(&plan->mounts[index])) continue;
    int failed = add_entry(&plan->mounts[index]);
    if (failed) return failed;
  }
  return add_devices();
}

/// Makes the current directory, a mount point, the root, and the old root unreachable.
static int enter_root(void) {
  if (syscall(SYS_pivot_root, ".", ".") != 0) return STAGE_PIVOT;
  return umount2(".", MNT_DETACH) == 0 ? STAGE_OK : STAGE_PIVOT;
}

int mounts_keep(const struct plan *plan) {
  static const char *const names[] = {"jail", "work", "proc"};
  static const char *const inside[] = {"proc", "dev", "box", "tmp"};
  const char *options = "size=1m,nr_inodes=1024,mode=755";
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return STAGE_PRIVATE;
  if (mount("tmpfs", plan->stage, "tmpfs", MS_NOSUID | MS_NODEV, options) != 0) return STAGE_TMPFS;
  if (chdir(plan->stage) != 0) return STAGE_DIRECTORY;
  for (size_t index = 0; index < sizeof names / sizeof names[0]; index++) {
    if (mkdir(names[index], 0755) != 0) return STAGE_DIRECTORY;
  }
  if (mount(plan->work, "work", NULL, MS_BIND, NULL) != 0) return STAGE_BIND;
  if (mount("tmpfs", "jail", "tmpfs", MS_NOSUID | MS_NODEV, options) != 0) return STAGE_TMPFS;
  // Before the old root is gone: afterwards the kernel refuses a new proc in a user namespace.
  if (mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0) return STAGE_PROC;
  if (chdir("jail") != 0) return STAGE_DIRECTORY;
  for (size_t index = 0; index < sizeof inside / sizeof inside[0]; index++) {
    if (mkdir(inside[index], 0755) != 0) return STAGE_DIRECTORY;
  }
  int failed = add_entries(plan);
  if (failed) return failed;
  return chdir("..") == 0 ? enter_root() : STAGE_DIRECTORY;
}

static bool make_own(const struct plan *plan, const char *path, mode_t mode) {
  if (mkdir(path, mode) != 0 || chmod(path, mode) != 0) return false;
  return !plan->is_root || chown(path, 1000, 1000) == 0;
}

/// Fresh directories to write to, in one file system that is gone with the run.
static int add_writable(const struct plan *plan) {
  char options[96];
  uint64_t size = plan->limits.disk_bytes ? plan->limits.disk_bytes : 64 << 20;
  snprintf(options, sizeof options, "size=%llu,nr_inodes=%u,mode=755", (unsigned long long)size,
           plan->limits.inodes ? plan->limits.inodes : 4096);
  if (mount("tmpfs", "box", "tmpfs", MS_NOSUID | MS_NODEV, options) != 0) return STAGE_TMPFS;
  if (!make_own(plan, "box/tmp", 01777) || !make_own(plan, "box/box", 0755)) return STAGE_DIRECTORY;
  if (mount("box/tmp", "tmp", NULL, MS_BIND, NULL) != 0) return STAGE_BIND;
  return mount("box/box", "box", NULL, MS_BIND, NULL) == 0 ? STAGE_OK : STAGE_BIND;
}

static int add_own(const struct plan *plan, const struct mount_entry *entry) {
  char source[512];
  const char *below = entry->source + strlen(plan->work);
  if (snprintf(source, sizeof source, "/work%s", below) >= (int)sizeof source) return STAGE_BIND;
  if (mkdir(entry->target, 0755) != 0 && errno != EEXIST) return STAGE_DIRECTORY;
  bool read_only = entry->kind == CSANDBOX_OWN_READ_ONLY;
  return bind(source, entry->target, read_only) ? STAGE_OK : STAGE_BIND;
}

static int seal_and_enter(void) {
  unsigned long sealed = MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV;
  if (mount(NULL, ".", NULL, sealed, NULL) != 0) return STAGE_READ_ONLY;
  return enter_root();
}

int mounts_enter(const struct plan *plan) {
  if (chdir("/jail") != 0) return STAGE_DIRECTORY;
  int failed = add_writable(plan);
  for (int index = 0; !failed && index < plan->mount_count; index++) {
    if (is_own(&plan->mounts[index])) failed = add_own(plan, &plan->mounts[index]);
  }
  if (failed) return failed;
  if (mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0) return STAGE_PROC;
  failed = seal_and_enter();
  if (failed) return failed;
  return chdir(plan->directory) == 0 ? STAGE_OK : STAGE_DIRECTORY;
}

int mounts_enter_bare(void) {
  return chdir("/jail") == 0 ? seal_and_enter() : STAGE_DIRECTORY;
}
