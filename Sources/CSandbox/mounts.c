// Builds the file system that a run sees and makes it its root.
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

/// A directory of the new root that stays writable when the root no longer is.
static bool add_writable(const struct plan *plan, const char *name, mode_t mode) {
  if (mkdir(name, mode) != 0 && errno != EEXIST) return false;
  if (chmod(name, mode) != 0) return false;
  if (plan->is_root && chown(name, 1000, 1000) != 0) return false;
  return mount(name, name, NULL, MS_BIND, NULL) == 0;
}

int mounts_build(const struct plan *plan) {
  char options[96];
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) return STAGE_PRIVATE;
  uint64_t size = plan->limits.disk_bytes ? plan->limits.disk_bytes : 64 << 20;
  snprintf(options, sizeof options, "size=%llu,nr_inodes=%u,mode=755", (unsigned long long)size,
           plan->limits.inodes ? plan->limits.inodes : 4096);
  if (mount("tmpfs", plan->stage, "tmpfs", MS_NOSUID | MS_NODEV, options) != 0) return STAGE_TMPFS;
  if (chdir(plan->stage) != 0) return STAGE_DIRECTORY;
  if (mkdir("proc", 0755) != 0 || mkdir("dev", 0755) != 0) return STAGE_DIRECTORY;

  for (int index = 0; index < plan->mount_count; index++) {
    int failed = add_entry(&plan->mounts[index]);
    if (failed) return failed;
  }
  int failed = add_devices();
  if (failed) return failed;
  if (!add_writable(plan, "box", 0755) || !add_writable(plan, "tmp", 01777)) return STAGE_BIND;

  // Before the old root is gone: afterwards the kernel refuses a new proc in a user namespace.
  if (mount("proc", "proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) != 0) return STAGE_PROC;
  if (syscall(SYS_pivot_root, ".", ".") != 0) return STAGE_PIVOT;
  if (umount2(".", MNT_DETACH) != 0) return STAGE_PIVOT;
  unsigned long sealed = MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV;
  if (mount(NULL, "/", NULL, sealed, NULL) != 0) return STAGE_READ_ONLY;
  return chdir(plan->directory) == 0 ? STAGE_OK : STAGE_DIRECTORY;
}
