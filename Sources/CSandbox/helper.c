// The helper: a small single-threaded process that keeps containers and hands them runs.
#include "internal.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif

enum { CONTROL = 3 };

struct run {
  uint32_t id;
  bool busy;
  struct container container;  // stays when the run is over
  struct shared *shared;
};

static struct run runs[CSANDBOX_SLOTS];
static int cgroup_memory, cgroup_pids;

static void send_report(struct csandbox_report *report) {
  report->protocol = CSANDBOX_PROTOCOL;
  while (send(CONTROL, report, sizeof *report, MSG_NOSIGNAL) < 0 && errno == EINTR) {}
}

static void send_failure(uint32_t id, int stage, int error) {
  struct csandbox_report report = {
      .kind = CSANDBOX_REPORT, .id = id, .failed_stage = stage, .failed_errno = error};
  send_report(&report);
}

static void send_hello(void) {
  struct csandbox_report report = {
      .kind = CSANDBOX_HELLO,
      .landlock_abi = landlock_abi(),
      .seccomp = seccomp_available(),
      .memory_group = cgroup_memory,
      .pids_group = cgroup_pids,
      .uid = getuid(),
  };
  send_report(&report);
}

/// A slot that is free: the best has a container that fits, the next best none.
static struct run *free_run(const struct plan *plan) {
  struct run *best = NULL;
  for (int slot = 0; slot < CSANDBOX_SLOTS; slot++) {
    struct run *run = &runs[slot];
    if (run->busy) continue;
    if (container_fits(&run->container, plan)) return run;
    if (!best || (best->container.keeper && !run->container.keeper)) best = run;
  }
  return best;
}

/// Sees that the slot's container fits, and prepares it for a run.
static int open_container(struct run *run, const struct plan *plan) {
  struct container *container = &run->container;
  // A container in which the last run left something is given up, once.
  for (int tries = 0;; tries++) {
    if (container->keeper && (tries > 0 || !container_fits(container, plan))) {
      container_close(container);
    }
    if (!container->keeper) {
      int stage = container_open(container, plan, run->shared);
      if (stage) return stage;
    }
    // The keeper, pid 1 of the run and of the last one, and the zygote are counted too.
    uint32_t own = container->is_warm ? 4 : 3;
    int error = container->has_group
        ? cgroup_begin(&container->group, &plan->limits, own, container->is_warm)
        : 0;
    if (error == 0) return STAGE_OK;
    errno = error;
    if (tries > 0) return STAGE_CGROUP;
  }
}

/// Hands the slot's keeper a run; 0, or the stage that failed.
static int hand_over(struct run *run, const struct plan *plan,
                     const struct csandbox_request *request) {
  // A keeper that has gone since its last run is replaced, once.
  for (int tries = 0;; tries++) {
    int stage = open_container(run, plan);
    if (stage) return stage;
    memset(run->shared, 0, sizeof *run->shared);
    struct container *container = &run->container;
    int error = csandbox_send(container->socket, request, plan->fds, plan->fd_count);
    if (error == 0) return STAGE_OK;
    // One that could not even begin has said why.
    struct kept kept = {0};
    bool has_said = recv(container->socket, &kept, sizeof kept, MSG_DONTWAIT) == sizeof kept;
    bool is_old = container->runs > 0;
    container_close(container);
    errno = has_said ? kept.error : error;
    if (has_said || !is_old || tries > 0) return has_said ? kept.stage : STAGE_KEEPER;
  }
}

static void start_run(struct plan *plan, const struct csandbox_request *request) {
  struct run *run = free_run(plan);
  if (!run) {
    send_failure(plan->id, STAGE_REQUEST, EBUSY);
    return;
  }
  int stage = hand_over(run, plan, request);
  if (stage) {
    int error = errno;
    if (run->container.keeper) container_close(&run->container);
    send_failure(plan->id, stage, error);
    return;
  }
  run->id = plan->id;
  run->busy = true;
  run->container.runs++;
}

/// Whether a container is as good as new after a run.
static bool is_worn(const struct container *container, const struct csandbox_report *report,
                    const struct kept *kept) {
  enum { RUNS_MAX = 1000, WARM_RUNS_MAX = 500 };
  return kept->stage || kept->dirty || report->failed_stage || !report->complete
      || report->oom_kills || container->runs >= (container->is_warm ? WARM_RUNS_MAX : RUNS_MAX);
}

static void finish_run(struct run *run) {
  struct kept kept = {0};
  ssize_t length = recv(run->container.socket, &kept, sizeof kept, MSG_DONTWAIT);
  if (length < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (length != sizeof kept) {
    kept = (struct kept){.id = run->id, .stage = STAGE_KEEPER, .error = EPIPE};
  }
  if (kept.id != run->id) return;  // the second answer to an earlier run
  const struct shared *shared = run->shared;
  struct csandbox_report report = {
      .kind = CSANDBOX_REPORT,
      .id = run->id,
      .stop = shared->stop,
      .failed_stage = kept.stage ? kept.stage : shared->failed_stage,
      .failed_errno = kept.stage ? kept.error : shared->failed_errno,
      .exec_errno = shared->exec_errno,
      .wait_status = shared->wait_status,
      .complete = shared->complete,
      .cpu_ns = shared->cpu_ns,
      .wall_ns = shared->wall_ns,
      .idle_ns = shared->idle_ns,
      .delay_ns = shared->delay_ns,
      .peak_bytes = shared->peak_bytes,
  };
  if (run->container.has_group) cgroup_end(&run->container.group, &report);
  if (report.oom_kills && (kept.stage == STAGE_KEEPER || !report.complete)) {
    // Whoever supervised was killed for the run's memory too.
    report.failed_stage = report.failed_errno = 0;
    report.stop = CSANDBOX_STOP_MEMORY;
    report.wait_status = SIGKILL;
    report.complete = 1;
  }
  bool worn = is_worn(&run->container, &report, &kept);
  run->busy = false;
  send_report(&report);
  if (worn) container_close(&run->container);
}

static void stop_run(uint32_t id) {
  struct csandbox_request *request = csandbox_request_new(CSANDBOX_KILL, id);
  for (int slot = 0; request && slot < CSANDBOX_SLOTS; slot++) {
    if (runs[slot].busy && runs[slot].id == id) {
      csandbox_send(runs[slot].container.socket, request, NULL, 0);
    }
  }
  csandbox_request_free(request);
}

/// Serves one message; false at the end of the connection.
static bool serve(void) {
  static struct csandbox_request request;
  static struct plan plan;
  ssize_t length = plan_receive(CONTROL, &request, &plan);
  if (length == 0) return false;
  if (length < 0) {
    if (errno != EINTR && errno != EAGAIN && errno != EINVAL) return false;
    if (errno == EINVAL) send_failure(plan.id, STAGE_REQUEST, EINVAL);
  } else if (request.kind == CSANDBOX_KILL) {
    stop_run(plan.id);
  } else if (plan.fd_count < 3) {
    send_failure(plan.id, STAGE_REQUEST, EBADF);
  } else {
    start_run(&plan, &request);
  }
  plan_close(&plan);
  return true;
}

/// The control socket was closed: nothing may be left behind.
static void end_all(void) {
  // A keeper that loses its helper brings its run to an end.
  for (int slot = 0; slot < CSANDBOX_SLOTS; slot++) {
    if (runs[slot].busy) shutdown(runs[slot].container.socket, SHUT_WR);
  }
  for (int slot = 0; slot < CSANDBOX_SLOTS; slot++) {
    struct container *container = &runs[slot].container;
    if (!container->keeper) continue;
    if (runs[slot].busy) {
      struct pollfd ended = {.fd = container->socket, .events = POLLIN};
      poll(&ended, 1, 5000);
    }
    container_close(container);
  }
}

int csandbox_helper_main(int argc, char **argv) {
  (void)argc;
  (void)argv;
  sigset_t blocked;
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGCHLD);
  sigaddset(&blocked, SIGUSR1);
  sigprocmask(SIG_SETMASK, &blocked, NULL);
  syscall(SYS_close_range, CONTROL + 1, ~0u, 0);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  if (chdir("/") != 0) return 1;
  for (int slot = 0; slot < CSANDBOX_SLOTS; slot++) {
    runs[slot].shared = mmap(
        NULL, sizeof(struct shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (runs[slot].shared == MAP_FAILED) return 1;
    runs[slot].container.socket = -1;
  }
  cgroup_find(&cgroup_memory, &cgroup_pids);
  processor_count();
  send_hello();
  for (bool connected = true; connected;) {
    struct pollfd waiting[1 + CSANDBOX_SLOTS] = {{.fd = CONTROL, .events = POLLIN}};
    for (int slot = 0; slot < CSANDBOX_SLOTS; slot++) {
      waiting[1 + slot] = (struct pollfd){
          .fd = runs[slot].busy ? runs[slot].container.socket : -1, .events = POLLIN};
    }
    if (poll(waiting, 1 + CSANDBOX_SLOTS, -1) < 0 && errno != EINTR) break;
    for (int slot = 0; slot < CSANDBOX_SLOTS; slot++) {
      if (waiting[1 + slot].revents) finish_run(&runs[slot]);
    }
    if (waiting[0].revents) connected = serve();
  }
  end_all();
  return 0;
}
