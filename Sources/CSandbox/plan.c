#include "internal.h"

#include <errno.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/// Takes a received request apart; its text stays where it is. False if it is malformed.
static int parse_text(struct plan *plan, struct csandbox_request *request) {
  char *text = request->text, *end = text + request->text_length;
  struct mount_entry *open = NULL;  // a mount whose target has not come yet
  while (text < end) {
    int entry = *text++;
    char *value = text;
    text = memchr(value, 0, (size_t)(end - value));
    if (!text) return -1;
    text++;
    if ((entry == CSANDBOX_TARGET) != (open != NULL)) return -1;
    switch (entry) {
      case CSANDBOX_ARGUMENT:
        if (plan->argument_count == CSANDBOX_ENTRIES_MAX) return -1;
        plan->arguments[plan->argument_count++] = value;
        break;
      case CSANDBOX_ENVIRONMENT:
        if (plan->environment_count == CSANDBOX_ENTRIES_MAX) return -1;
        plan->environment[plan->environment_count++] = value;
        break;
      case CSANDBOX_READ_ONLY:
      case CSANDBOX_WRITABLE:
      case CSANDBOX_LINK:
      case CSANDBOX_OWN_READ_ONLY:
      case CSANDBOX_OWN_WRITABLE:
        if (plan->mount_count == CSANDBOX_ENTRIES_MAX) return -1;
        open = &plan->mounts[plan->mount_count++];
        *open = (struct mount_entry){.kind = entry, .source = value};
        break;
      case CSANDBOX_TARGET:
        if (value[0] == '/' || value[0] == 0 || strstr(value, "..")) return -1;
        open->target = value;
        open = NULL;
        break;
      case CSANDBOX_STAGE: plan->stage = value; break;
      case CSANDBOX_WORK: plan->work = value; break;
      case CSANDBOX_DIRECTORY: plan->directory = value; break;
      default: return -1;
    }
  }
  return open ? -1 : 0;
}

/// Whether each mount of the run's own lies below the work directory, which keepers can see.
static bool owns_its_mounts(const struct plan *plan) {
  size_t length = strlen(plan->work);
  for (int index = 0; index < plan->mount_count; index++) {
    const struct mount_entry *mount = &plan->mounts[index];
    if (!is_own(mount)) continue;
    if (strncmp(mount->source, plan->work, length) != 0 || mount->source[length] != '/') return false;
    if (strstr(mount->source + length, "/..")) return false;
  }
  return true;
}

int plan_parse(struct plan *plan, struct csandbox_request *request, size_t length) {
  size_t head = offsetof(struct csandbox_request, text);
  if (length < head || request->protocol != CSANDBOX_PROTOCOL) return -1;
  if (request->text_length > CSANDBOX_TEXT_MAX || length != head + request->text_length) return -1;
  plan->id = request->id;
  plan->level = request->level;
  plan->uid = request->uid;
  plan->probe = request->probe;
  plan->warm = request->warm;
  plan->limits = request->limits;
  if (request->kind != CSANDBOX_RUN) return 0;
  if (parse_text(plan, request) != 0) return -1;
  if (plan->argument_count == 0 || !plan->directory || !plan->stage) return -1;
  if (!plan->work || !owns_its_mounts(plan)) return -1;
  if (plan->level > CSANDBOX_FULL || plan->warm > (uint32_t)plan->argument_count) return -1;
  if (plan->warm && (plan->level < CSANDBOX_NAMESPACES || plan->probe)) return -1;
  return 0;
}

static void take_fds(struct msghdr *message, struct plan *plan) {
  for (struct cmsghdr *part = CMSG_FIRSTHDR(message); part; part = CMSG_NXTHDR(message, part)) {
    if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS) continue;
    plan->fd_count = (int)((part->cmsg_len - CMSG_LEN(0)) / sizeof(int));
    memcpy(plan->fds, CMSG_DATA(part), (size_t)plan->fd_count * sizeof(int));
  }
}

ssize_t plan_receive(int socket, struct csandbox_request *request, struct plan *plan) {
  union {
    char bytes[CMSG_SPACE(sizeof(int) * CSANDBOX_FDS_MAX)];
    struct cmsghdr align;
  } control;
  struct iovec part = {.iov_base = request, .iov_len = sizeof *request};
  struct msghdr message = {
      .msg_iov = &part, .msg_iovlen = 1,
      .msg_control = &control, .msg_controllen = sizeof control};
  memset(plan, 0, sizeof *plan);
  ssize_t length = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
  if (length <= 0) return length;
  plan->is_root = getuid() == 0;
  take_fds(&message, plan);
  if (plan_parse(plan, request, (size_t)length) != 0) {
    errno = EINVAL;
    return -1;
  }
  return length;
}

void plan_close(struct plan *plan) {
  for (int index = 0; index < plan->fd_count; index++) close(plan->fds[index]);
  plan->fd_count = 0;
}

int csandbox_check_request(const void *bytes, size_t length) {
  static struct csandbox_request request;
  static struct plan plan;
  if (length > sizeof request) return -1;
  memset(&plan, 0, sizeof plan);
  memcpy(&request, bytes, length);
  return plan_parse(&plan, &request, length);
}
