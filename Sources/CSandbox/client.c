// For the process that asks: requests, reports, and system calls that Swift cannot make.
#include "CSandbox.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct csandbox_request *csandbox_request_new(uint32_t kind, uint32_t id) {
  struct csandbox_request *request = calloc(1, sizeof *request);
  if (!request) return NULL;
  request->protocol = CSANDBOX_PROTOCOL;
  request->kind = kind;
  request->id = id;
  return request;
}

void csandbox_request_free(struct csandbox_request *request) { free(request); }

int csandbox_add(struct csandbox_request *request, int entry, const char *text) {
  size_t length = strlen(text) + 1;
  if (length + 1 > CSANDBOX_TEXT_MAX - request->text_length) return -1;
  request->text[request->text_length] = (char)entry;
  memcpy(request->text + request->text_length + 1, text, length);
  request->text_length += (uint32_t)length + 1;
  return 0;
}

size_t csandbox_request_size(const struct csandbox_request *request) {
  return offsetof(struct csandbox_request, text) + request->text_length;
}

int csandbox_send(int socket, const struct csandbox_request *request, const int *fds, int count) {
  union {
    char bytes[CMSG_SPACE(sizeof(int) * CSANDBOX_FDS_MAX)];
    struct cmsghdr align;
  } control;
  if (count < 0 || count > CSANDBOX_FDS_MAX) return EINVAL;
  struct iovec part = {
      .iov_base = (void *)request,
      .iov_len = csandbox_request_size(request)};
  struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
  if (count > 0) {
    memset(&control, 0, sizeof control);
    message.msg_control = &control;
    message.msg_controllen = CMSG_SPACE(sizeof(int) * (size_t)count);
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(sizeof(int) * (size_t)count);
    memcpy(CMSG_DATA(head), fds, sizeof(int) * (size_t)count);
  }
  while (sendmsg(socket, &message, MSG_NOSIGNAL) < 0) {
    if (errno != EINTR) return errno;
  }
  return 0;
}

int csandbox_receive(int socket, struct csandbox_report *report) {
  ssize_t length;
  do {
    length = recv(socket, report, sizeof *report, MSG_DONTWAIT);
  } while (length < 0 && errno == EINTR);
  if (length < 0) return errno == EWOULDBLOCK ? EAGAIN : errno;
  if (length == 0) return EPIPE;
  if (length != sizeof *report || report->protocol != CSANDBOX_PROTOCOL) return EPROTO;
  return 0;
}

int csandbox_spawn(const char *path, int *own, pid_t *pid) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0) return errno;
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  for (int fd = 0; fd < 3; fd++) {
    posix_spawn_file_actions_addopen(&actions, fd, "/dev/null", O_RDWR, 0);
  }
  posix_spawn_file_actions_adddup2(&actions, pair[1], 3);
  // A session of its own: an interrupt from the terminal is for the asking process to handle.
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  // No environment but what the loader may need: keys must not reach a child.
  char libraries[4096] = "";
  const char *value = getenv("LD_LIBRARY_PATH");
  if (value) snprintf(libraries, sizeof libraries, "LD_LIBRARY_PATH=%s", value);
  char *environment[] = {value ? libraries : NULL, NULL};
  char *arguments[] = {(char *)path, (char *)"__sandbox-helper", NULL};
  int error = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  close(pair[1]);
  if (error) {
    close(pair[0]);
    return error;
  }
  *own = pair[0];
  return 0;
}

void csandbox_reap(pid_t pid, int ms) {
  for (int waited = 0; waited < ms * 2; waited++) {
    pid_t ended = waitpid(pid, NULL, WNOHANG);
    if (ended == pid || (ended < 0 && errno != EINTR)) return;
    nanosleep(&(struct timespec){.tv_nsec = 500000}, NULL);
  }
  kill(pid, SIGKILL);
  while (waitpid(pid, NULL, 0) < 0 && errno == EINTR) {}
}

static int write_all(int fd, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(fd, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return -1;
    bytes += written;
    count -= (size_t)written;
  }
  return 0;
}

int csandbox_sealed(const void *bytes, size_t count) {
  int fd = memfd_create("input", MFD_CLOEXEC | MFD_ALLOW_SEALING);
  if (fd < 0) return -1;
  int seals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL;
  if (write_all(fd, bytes, count) != 0 || lseek(fd, 0, SEEK_SET) != 0
      || fcntl(fd, F_ADD_SEALS, seals) != 0) {
    int error = errno;
    close(fd);
    errno = error;
    return -1;
  }
  return fd;
}

int csandbox_pipe(int *reading, int *writing) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return errno;
  fcntl(ends[0], F_SETFL, O_NONBLOCK);
  *reading = ends[0];
  *writing = ends[1];
  return 0;
}

int csandbox_channel(int *own, int *other) {
  int pair[2], yes = 1;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0) return errno;
  setsockopt(pair[0], SOL_SOCKET, SO_PASSCRED, &yes, sizeof yes);
  fcntl(pair[0], F_SETFL, O_NONBLOCK);
  *own = pair[0];
  *other = pair[1];
  return 0;
}

ssize_t csandbox_channel_read(int fd, void *buffer, size_t count, pid_t *sender) {
  union {
    char bytes[CMSG_SPACE(sizeof(struct ucred))];
    struct cmsghdr align;
  } control;
  struct iovec part = {.iov_base = buffer, .iov_len = count};
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1,
      .msg_control = &control, .msg_controllen = sizeof control};
  ssize_t length;
  do {
    length = recvmsg(fd, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  } while (length < 0 && errno == EINTR);
  if (length <= 0) return length;
  for (struct cmsghdr *head = CMSG_FIRSTHDR(&message); head; head = CMSG_NXTHDR(&message, head)) {
    if (head->cmsg_level != SOL_SOCKET) continue;
    if (head->cmsg_type == SCM_CREDENTIALS) {
      struct ucred who;
      memcpy(&who, CMSG_DATA(head), sizeof who);
      *sender = who.pid;
    } else if (head->cmsg_type == SCM_RIGHTS) {
      // Credentials fill the buffer first, so there is no room; but should one come, drop it.
      int fds[8];
      size_t size = head->cmsg_len - CMSG_LEN(0);
      if (size > sizeof fds) size = sizeof fds;
      memcpy(fds, CMSG_DATA(head), size);
      for (size_t index = 0; index < size / sizeof fds[0]; index++) close(fds[index]);
    }
  }
  return length;
}

ssize_t csandbox_channel_write(int fd, const void *buffer, size_t count) {
  ssize_t length;
  do {
    length = send(fd, buffer, count, MSG_DONTWAIT | MSG_NOSIGNAL);
  } while (length < 0 && errno == EINTR);
  return length;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place) {
  (void)info;
  (void)kind;
  (void)place;
  remove(path);
  return 0;
}

void csandbox_remove_tree(const char *path) { nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS); }

int csandbox_listen(uint16_t *port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  if (fd < 0) return -1;
  if (bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, 4) != 0
      || getsockname(fd, (struct sockaddr *)&address, &size) != 0) {
    close(fd);
    return -1;
  }
  *port = ntohs(address.sin_port);
  return fd;
}

int csandbox_listen_abstract(const char *name) {
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t length = strlen(name);
  if (fd < 0 || length > sizeof address.sun_path - 1) return -1;
  memcpy(address.sun_path + 1, name, length);
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 + length);
  if (bind(fd, (struct sockaddr *)&address, size) != 0 || listen(fd, 4) != 0) {
    close(fd);
    return -1;
  }
  return fd;
}

int csandbox_event(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int csandbox_exited(int status) { return WIFEXITED(status); }
int csandbox_exit_code(int status) { return WEXITSTATUS(status); }
int csandbox_signal(int status) { return WIFSIGNALED(status) ? WTERMSIG(status) : 0; }

const char *csandbox_stage_name(int stage) {
  static const char *const names[] = {
      "nothing", "the request", "the control group", "clone", "the user map",
      "a private mount table", "a tmpfs", "a directory", "a bind mount", "a symbolic link",
      "a device", "/proc", "pivot_root", "a read-only root", "fork", "giving up the user",
      "resource limits", "Landlock", "giving up capabilities", "seccomp",
      "a container", "a warm interpreter", "a confined process"};
  int count = sizeof names / sizeof names[0];
  return stage >= 0 && stage < count ? names[stage] : "an unknown stage";
}
