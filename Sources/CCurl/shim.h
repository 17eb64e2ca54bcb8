#pragma once

// What Swift cannot say of libcurl and epoll. `curl_*_setopt` and `curl_easy_getinfo` are variadic
// functions behind type-checking macros: Swift imports neither, and a value of the wrong width would
// be read as rubbish. So each wrapper fixes one type and names the options that take it.

#include <curl/curl.h>
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

_Pragma("clang assume_nonnull begin")

/// Options whose value is a `long`.
static inline CURLcode assay_curl_set_long(CURL *easy, CURLoption option, long value) {
  return (curl_easy_setopt)(easy, option, value);
}

/// Options whose value is text, copied by libcurl before it returns.
static inline CURLcode assay_curl_set_text(
    CURL *easy, CURLoption option, const char *_Nullable value) {
  return (curl_easy_setopt)(easy, option, value);
}

/// Options whose value is a list of header lines, which must outlive the transfer.
static inline CURLcode assay_curl_set_list(
    CURL *easy, CURLoption option, struct curl_slist *_Nullable value) {
  return (curl_easy_setopt)(easy, option, value);
}

/// The request's body, copied by libcurl, so that it can send it again on a fresh connection. The
/// size goes first: without it libcurl would look for a terminating zero.
static inline CURLcode assay_curl_set_body(CURL *easy, const void *body, size_t size) {
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)size);
  return code ? code : (curl_easy_setopt)(easy, CURLOPT_COPYPOSTFIELDS, body);
}

/// Where libcurl writes what went wrong: CURL_ERROR_SIZE bytes that outlive the handle's use.
static inline CURLcode assay_curl_set_error_text(CURL *easy, char *text) {
  return (curl_easy_setopt)(easy, CURLOPT_ERRORBUFFER, text);
}

typedef size_t (*assay_curl_sink)(
    char *bytes, size_t one, size_t count, void *_Nullable context);

/// Where a transfer's body and header lines go; a function pointer and its context are two options
/// that only make sense together.
static inline CURLcode assay_curl_set_sinks(
    CURL *easy, assay_curl_sink body, assay_curl_sink header, void *context) {
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_WRITEFUNCTION, body);
  if (!code) code = (curl_easy_setopt)(easy, CURLOPT_WRITEDATA, context);
  if (!code) code = (curl_easy_setopt)(easy, CURLOPT_HEADERFUNCTION, header);
  if (!code) code = (curl_easy_setopt)(easy, CURLOPT_HEADERDATA, context);
  return code;
}

typedef int (*assay_curl_socket_made)(
    void *_Nullable context, curl_socket_t socket, curlsocktype purpose);

/// Whom to tell that a socket was made, which is when the host's name is known to have an address.
static inline CURLcode assay_curl_set_socket_made(
    CURL *easy, assay_curl_socket_made made, void *context) {
  CURLcode code = (curl_easy_setopt)(easy, CURLOPT_SOCKOPTFUNCTION, made);
  return code ? code : (curl_easy_setopt)(easy, CURLOPT_SOCKOPTDATA, context);
}

/// Facts whose value is a `long`; -1 if libcurl does not tell.
static inline long assay_curl_long(CURL *easy, CURLINFO info) {
  long value = -1;
  return (curl_easy_getinfo)(easy, info, &value) ? -1 : value;
}

/// Times, in microseconds; -1 if libcurl does not tell.
static inline int64_t assay_curl_micros(CURL *easy, CURLINFO info) {
  curl_off_t value = -1;
  return (curl_easy_getinfo)(easy, info, &value) ? -1 : (int64_t)value;
}

/// Limits of a multi handle.
static inline CURLMcode assay_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return (curl_multi_setopt)(multi, option, value);
}

typedef int (*assay_curl_socket_watcher)(
    CURL *_Nullable easy, curl_socket_t socket, int what, void *_Nullable context,
    void *_Nullable socketContext);
typedef int (*assay_curl_timer_watcher)(
    CURLM *_Nullable multi, long milliseconds, void *_Nullable context);

/// Whom a multi handle tells which sockets to watch and when to wake it.
static inline void assay_curl_multi_set_watchers(
    CURLM *multi, assay_curl_socket_watcher socket, assay_curl_timer_watcher timer, void *context) {
  (curl_multi_setopt)(multi, CURLMOPT_SOCKETFUNCTION, socket);
  (curl_multi_setopt)(multi, CURLMOPT_SOCKETDATA, context);
  (curl_multi_setopt)(multi, CURLMOPT_TIMERFUNCTION, timer);
  (curl_multi_setopt)(multi, CURLMOPT_TIMERDATA, context);
}

/// Takes the next finished transfer; null if there is none. The result is a member of a C union,
/// which Swift imports without its name.
static inline CURL *_Nullable assay_curl_next_finished(CURLM *multi, CURLcode *result) {
  int left = 0;
  CURLMsg *message;
  while ((message = curl_multi_info_read(multi, &left))) {
    if (message->msg != CURLMSG_DONE) continue;
    *result = message->data.result;
    return message->easy_handle;
  }
  return NULL;
}

/// Watches `fd` for input, output or both; `epoll_event` is a packed struct with a union, and the
/// Glibc module has no epoll. The kernel forgets a socket when it is closed, so `known` is a guess
/// and the other way is tried next.
static inline int assay_epoll_watch(int epoll, int fd, int input, int output, int known) {
  struct epoll_event event = {0};
  event.events = (input ? EPOLLIN : 0) | (output ? EPOLLOUT : 0);
  event.data.fd = fd;
  int status = epoll_ctl(epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event);
  if (status && (errno == ENOENT || errno == EEXIST))
    status = epoll_ctl(epoll, known ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event);
  return status;
}

static inline void assay_epoll_forget(int epoll, int fd) {
  struct epoll_event ignored = {0};
  epoll_ctl(epoll, EPOLL_CTL_DEL, fd, &ignored);
}

/// One socket that became ready.
struct assay_ready {
  int fd;
  /// In libcurl's words: CURL_CSELECT_IN, _OUT, _ERR.
  int what;
};

/// Waits for at most `milliseconds` (-1: for ever) and says which sockets are ready.
static inline int assay_epoll_wait(
    int epoll, struct assay_ready *ready, int capacity, int milliseconds) {
  struct epoll_event events[256];
  if (capacity > 256) capacity = 256;
  int count = epoll_wait(epoll, events, capacity, milliseconds);
  for (int i = 0; i < count; i++) {
    uint32_t seen = events[i].events;
    ready[i].fd = events[i].data.fd;
    ready[i].what = (seen & (EPOLLIN | EPOLLHUP) ? CURL_CSELECT_IN : 0)
                    | (seen & EPOLLOUT ? CURL_CSELECT_OUT : 0)
                    | (seen & EPOLLERR ? CURL_CSELECT_ERR : 0);
  }
  return count;
}

/// A new epoll instance; its flag is an enumeration in C and no plain number in Swift.
static inline int assay_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

/// A counter that wakes epoll from other threads.
static inline int assay_wake_create(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

static inline void assay_wake_signal(int fd) {
  uint64_t one = 1;
  ssize_t ignored = write(fd, &one, sizeof one);
  (void)ignored;
}

static inline void assay_wake_clear(int fd) {
  uint64_t count;
  ssize_t ignored = read(fd, &count, sizeof count);
  (void)ignored;
}

/// Raises the soft limit of open files to the hard one and returns it. The resource's name is an
/// enumeration whose Swift type differs between C libraries.
static inline uint64_t assay_raise_file_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit)) return 1024;
  if (limit.rlim_cur < limit.rlim_max) {
    struct rlimit raised = {limit.rlim_max, limit.rlim_max};
    if (!setrlimit(RLIMIT_NOFILE, &raised)) return (uint64_t)raised.rlim_cur;
  }
  return (uint64_t)limit.rlim_cur;
}

_Pragma("clang assume_nonnull end")
