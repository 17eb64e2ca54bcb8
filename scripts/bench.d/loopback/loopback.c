// A model server that answers at once, and a load generator: the two ends of the wire, each as cheap
// as it can be, so that what lies between them can be measured. For benchmarks only; never shipped.
//
//   loopback serve PORT [LATENCY_MS [CAPACITY]]
//     answers every POST with one fixed completion, after LATENCY_MS; with CAPACITY, at most so many
//     requests are worked on at once and the others wait in line, so that latency grows beyond it.
//     GET gets a list of models. SIGTERM prints the number of requests and of bytes read.
//   loopback load PORT CONCURRENCY REQUESTS
//     sends the same request over and over on so many connections, and prints requests a second.

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_DESCRIPTORS = 1 << 16, BUFFER = 1 << 16, MOST_WAITING = 1 << 17, MOST_SLOTS = 4096 };

struct peer {
  char *buffer;
  size_t length;
  uint32_t generation;
};

static struct peer peers[MOST_DESCRIPTORS];
static long requests, errors;
static volatile sig_atomic_t stopping;

static void stop(int signal) { (void)signal, stopping = 1; }

static void fail(const char *what) {
  perror(what);
  exit(2);
}

static double seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec + now.tv_nsec * 1e-9;
}

static double processor(void) {
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
         + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

/// The length of the message at the start of the buffer, head included; 0 if it is not whole yet.
static size_t whole(const char *bytes, size_t length) {
  const char *end = memmem(bytes, length, "\r\n\r\n", 4);
  if (!end) return 0;
  size_t head = end - bytes + 4, body = 0;
  for (const char *line = bytes; line < end; line++) {
    if (!strncasecmp(line, "content-length:", 15)) body = strtoul(line + 15, NULL, 10);
    line = memchr(line, '\n', end - line);
    if (!line) break;
  }
  return head + body <= length ? head + body : 0;
}

static void answer_to(int fd, const char *bytes, size_t length) {
  // A reply fits the socket's buffer, which is empty: the client waits for it.
  if (send(fd, bytes, length, MSG_NOSIGNAL) != (ssize_t)length) errors++;
}

// MARK: The server

static char reply[8192], models[512];
static size_t reply_length, models_length;

/// Replies that are due later, in the order in which they are due.
static struct waiting {
  double due;
  int fd;
  uint32_t generation;
} line[MOST_WAITING];
static unsigned line_head, line_tail;

static void make_replies(void) {
  char text[2048], body[4096];
  size_t at = 0;
  for (int i = 1; at < 700; i++)
    at += sprintf(text + at, "Step %d: the sum so far is %d, which is less than 42. ", i, i * 3);
  sprintf(text + at, "So the answer is \\\\boxed{42}.");
  int length = snprintf(
      body, sizeof body,
      "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"loopback\","
      "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},"
      "\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":64,"
      "\"completion_tokens\":180,\"total_tokens\":244},\"system_fingerprint\":\"fp_loopback\"}",
      text);
  reply_length = sprintf(
      reply, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
      length, body);
  const char *list = "{\"object\":\"list\",\"data\":[{\"id\":\"loopback\",\"object\":\"model\"}]}";
  models_length = sprintf(
      models, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
      strlen(list), list);
}

static void close_peer(int epoll, int fd) {
  epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL);
  close(fd);
  peers[fd].length = 0;
  peers[fd].generation++;
}

static int serve(int port, double latency, int capacity) {
  static double slots[MOST_SLOTS];
  make_replies();
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, (void *)&address, sizeof address) || listen(listener, 4096)) fail("listen");
  int epoll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.fd = listener}, ready[512];
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  printf("READY\n");
  fflush(stdout);
  long bytes = 0;
  int next_slot = 0;
  while (!stopping) {
    int patience = -1;
    if (line_head != line_tail) {
      double left = line[line_head % MOST_WAITING].due - seconds();
      patience = left <= 0 ? 0 : (int)(left * 1000) + 1;
    }
    int count = epoll_wait(epoll, ready, 512, patience);
    double now = seconds();
    while (line_head != line_tail && line[line_head % MOST_WAITING].due <= now) {
      struct waiting *due = &line[line_head++ % MOST_WAITING];
      if (peers[due->fd].generation == due->generation) answer_to(due->fd, reply, reply_length);
    }
    for (int i = 0; i < count; i++) {
      int fd = ready[i].data.fd;
      if (fd == listener) {
        int peer;
        while ((peer = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
          if (peer >= MOST_DESCRIPTORS) {
            close(peer);
            continue;
          }
          setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
          if (!peers[peer].buffer) peers[peer].buffer = malloc(BUFFER);
          peers[peer].length = 0;
          event = (struct epoll_event){.events = EPOLLIN, .data.fd = peer};
          epoll_ctl(epoll, EPOLL_CTL_ADD, peer, &event);
        }
        continue;
      }
      struct peer *peer = &peers[fd];
      ssize_t got = recv(fd, peer->buffer + peer->length, BUFFER - peer->length, 0);
      if (got <= 0) {
        if (got < 0 && errno == EAGAIN) continue;
        close_peer(epoll, fd);
        continue;
      }
      peer->length += got;
      bytes += got;
      size_t length;
      while ((length = whole(peer->buffer, peer->length))) {
        int isPost = peer->buffer[0] == 'P';
        memmove(peer->buffer, peer->buffer + length, peer->length - length);
        peer->length -= length;
        if (!isPost) {
          answer_to(fd, models, models_length);
          continue;
        }
        requests++;
        if (latency <= 0) {
          answer_to(fd, reply, reply_length);
          continue;
        }
        double begin = now;
        if (capacity) {
          // All take equally long, so the slot that was taken first is free first.
          if (slots[next_slot] > begin) begin = slots[next_slot];
          slots[next_slot] = begin + latency;
          next_slot = (next_slot + 1) % capacity;
        }
        line[line_tail++ % MOST_WAITING] =
            (struct waiting){begin + latency, fd, peer->generation};
      }
      if (peer->length == BUFFER) close_peer(epoll, fd);
    }
  }
  fprintf(
      stderr, "requests %ld errors %ld bytes %ld cpu_us_per_request %.1f\n", requests, errors, bytes,
      requests ? processor() * 1e6 / requests : 0);
  return 0;
}

// MARK: The load generator

static int load(int port, int concurrency, long total) {
  char request[4096], body[2048];
  int length = snprintf(
      body, sizeof body,
      "{\"model\":\"loopback\",\"messages\":[{\"role\":\"system\",\"content\":\"Solve the problem. "
      "Reason step by step, and give the final answer in \\\\boxed{}.\"},{\"role\":\"user\","
      "\"content\":\"What is 40 and 2? %0400d\"}],\"temperature\":0,\"max_tokens\":256}", 0);
  int size = snprintf(
      request, sizeof request,
      "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
      "Accept: application/json\r\nAuthorization: Bearer none\r\nContent-Length: %d\r\n\r\n%s",
      port, length, body);
  int epoll = epoll_create1(0);
  long sent = 0, done = 0;
  double start = seconds();
  struct epoll_event event, ready[512];
  for (int i = 0; i < concurrency && sent < total; i++) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || fd >= MOST_DESCRIPTORS) fail("socket");
    if (connect(fd, (void *)&address, sizeof address)) fail("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    peers[fd].buffer = malloc(BUFFER);
    event = (struct epoll_event){.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
    answer_to(fd, request, size);
    sent++;
  }
  while (done < total && !stopping) {
    int count = epoll_wait(epoll, ready, 512, 10000);
    if (count <= 0) break;
    for (int i = 0; i < count; i++) {
      int fd = ready[i].data.fd;
      struct peer *peer = &peers[fd];
      ssize_t got = recv(fd, peer->buffer + peer->length, BUFFER - peer->length, 0);
      if (got <= 0) fail("the server closed a connection");
      peer->length += got;
      if (!whole(peer->buffer, peer->length)) continue;
      peer->length = 0;
      done++;
      if (sent < total) {
        answer_to(fd, request, size);
        sent++;
      }
    }
  }
  double elapsed = seconds() - start;
  printf(
      "{\"requests\":%ld,\"seconds\":%.3f,\"per_second\":%.0f,\"cpu_us_per_request\":%.1f}\n", done,
      elapsed, done / elapsed, processor() * 1e6 / (done ? done : 1));
  return done == total ? 0 : 1;
}

int main(int count, char **words) {
  signal(SIGTERM, stop);
  signal(SIGINT, stop);
  struct rlimit limit;
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  if (count >= 3 && !strcmp(words[1], "serve")) {
    int capacity = count > 4 ? atoi(words[4]) : 0;
    if (capacity > MOST_SLOTS) capacity = MOST_SLOTS;
    return serve(atoi(words[2]), count > 3 ? atof(words[3]) / 1000 : 0, capacity);
  }
  if (count == 5 && !strcmp(words[1], "load"))
    return load(atoi(words[2]), atoi(words[3]), atol(words[4]));
  fprintf(stderr, "usage: loopback serve PORT [LATENCY_MS [CAPACITY]] | load PORT WIDTH REQUESTS\n");
  return 2;
}
