#include "internal.h"

#include <stddef.h>
#include <string.h>

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
      case CSANDBOX_DIRECTORY: plan->directory = value; break;
      default: return -1;
    }
  }
  return open ? -1 : 0;
}

int plan_parse(struct plan *plan, struct csandbox_request *request, size_t length) {
  size_t head = offsetof(struct csandbox_request, text);
  if (length < head || request->protocol != CSANDBOX_PROTOCOL) return -1;
  if (request->text_length > CSANDBOX_TEXT_MAX || length != head + request->text_length) return -1;
  plan->id = request->id;
  plan->level = request->level;
  plan->uid = request->uid;
  plan->probe = request->probe;
  plan->limits = request->limits;
  if (request->kind != CSANDBOX_RUN) return 0;
  if (parse_text(plan, request) != 0) return -1;
  if (plan->argument_count == 0 || !plan->directory || !plan->stage) return -1;
  if (plan->level > CSANDBOX_FULL) return -1;
  return 0;
}
