/* POSIX sockets with Python's timeouts, and their adapter for wouldblock/1 (PROTOCOL.md, one folder up). */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- The wrapper: a call that fails returns -1 and sets errno, to ETIMEDOUT when its time is up. */
typedef struct { int fd; double timeout; } Socket; /* fd: -1 once closed; timeout: seconds, INFINITY is blocking */
enum transfer { ACCEPT, RECV, SEND, SENDALL };

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Waits, unless in non-blocking mode (the descriptor always is). Milliseconds are rounded up: never early. */
static bool ready(const Socket *s, short event, double deadline) {
  struct pollfd it = { s->fd, event, 0 };
  if (s->timeout == 0) return false;
  for (double left; (left = deadline - now()) > 0;)
    if (poll(&it, 1, left < 1e6 ? (int)(left * 1e3) + 1 : 1000000000) > 0) return true;
  errno = ETIMEDOUT;
  return false;
}

static int adopt(Socket *made, int fd) {
  *made = (Socket){ fd, INFINITY };
  return fd < 0 ? -1 : fcntl(fd, F_SETFL, O_NONBLOCK);
}

static int set_timeout(Socket *s, const double *seconds) { /* NULL: none, wait for ever */
  errno = s->fd < 0 ? EBADF : EINVAL;
  if (s->fd < 0 || (seconds && !(*seconds >= 0 && *seconds < INFINITY))) return -1;
  s->timeout = seconds ? *seconds : INFINITY;
  return 0;
}

static int connect_to(const Socket *s, const struct sockaddr *to, socklen_t size) {
  double deadline = now() + s->timeout;
  int error = 0;
  if (connect(s->fd, to, size) == 0) return 0;
  if ((errno != EINPROGRESS && errno != EALREADY) || !ready(s, POLLOUT, deadline)) return -1;
  getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &(socklen_t){ sizeof error });
  if (error == 0) connect(s->fd, to, size); /* or Linux would not say EISCONN to the next one */
  errno = error;
  return error == 0 ? 0 : -1;
}

/* One timeout for all of it, however many native calls it takes. */
static ssize_t transfer(const Socket *s, enum transfer what, void *bytes, size_t size) {
  double deadline = now() + s->timeout;
  for (size_t sent = 0;;) {
    ssize_t moved = what == ACCEPT ? accept(s->fd, bytes, &(socklen_t){ (socklen_t)size })
                    : what == RECV ? recv(s->fd, bytes, size, 0)
                                   : send(s->fd, (char *)bytes + sent, size - sent, MSG_NOSIGNAL);
    if (moved >= 0 && (what != SENDALL || (sent += (size_t)moved) == size)) return moved;
    if (moved >= 0 || errno == EINTR) continue;
    if (errno != EAGAIN || !ready(s, what >= SEND ? POLLOUT : POLLIN, deadline)) return -1;
  }
}

/* ---- The adapter. */
static const struct { int error; const char *status; } statuses[] = { { EAGAIN, "would-block" },
  { EINPROGRESS, "in-progress" }, { EALREADY, "in-progress" }, { ETIMEDOUT, "timeout" }, { EPIPE, "broken-pipe" },
  { ECONNREFUSED, "refused" }, { ECONNRESET, "reset" }, { EBADF, "closed" }, { ENOTCONN, "not-connected" },
  { EISCONN, "already-connected" }, { EADDRINUSE, "in-use" }, { EINVAL, "invalid" }, { 0, "error" } };
static FILE *replies;
static char *word[5];         /* id, operation and up to three more; "" where there is none */
static Socket sockets[65536]; /* s7 is the handle of sockets[7] */
static size_t count;

static bool reply(ssize_t result, int error, double seconds) {
  size_t i = 0;
  while (statuses[i].error != error && statuses[i].error != 0) i++;
  if (result >= 0) fprintf(replies, "%s ok %.0f", word[0], seconds * 1e6);
  else fprintf(replies, "%s %s %.0f %s", word[0], statuses[i].status, seconds * 1e6, strerror(error));
  return result >= 0;
}

static int digit(char hex) { return hex <= '9' ? hex - '0' : hex - 'a' + 10; }

/* CALL makes the native call and writes its reply; true if that is an ok, whose own words may follow. */
#define CALL(native) (begun = now(), result = s ? (native) : (errno = EINVAL, -1), reply(result, errno, now() - begun))
#define IS(operation) (strcmp(word[1], operation) == 0)
static void serve(Socket *s, Socket *made) {
  struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(word[4])) };
  struct sockaddr *name = (struct sockaddr *)&in;
  socklen_t size = inet_pton(AF_INET, word[3], &in.sin_addr) == 1 ? sizeof in : 0; /* 0 makes it EINVAL */
  size_t length = IS("recv") ? strtoul(word[3], NULL, 10) : strlen(word[3]) / 2;
  char *bytes = malloc(length + 1);
  double begun, number = strtod(word[3], NULL);
  ssize_t result = 0;
  for (size_t i = 0; i < length && (IS("send") || IS("sendall")); i++) 
    bytes[i] = (char)(digit(word[3][2 * i]) << 4 | digit(word[3][2 * i + 1]));
