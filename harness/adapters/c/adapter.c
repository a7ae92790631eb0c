/* POSIX sockets with Python's timeouts, and their adapter for wouldblock/1 (PROTOCOL.md, one folder up). */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Those up to RESET take no handle; those from ACCEPT on may wait, and are announced. */
enum { HELLO, OPEN, RESET, SETBLOCKING, GETBLOCKING, SETTIMEOUT, GETTIMEOUT, BIND, LISTEN, SHUTDOWN, CLOSE,
       SOCKNAME, PEERNAME, ACCEPT, CONNECT, SEND, SENDALL, RECV, UNKNOWN };
static const char *const names[] = {"hello", "open", "reset", "setblocking", "getblocking", "settimeout",
  "gettimeout", "bind", "listen", "shutdown", "close", "sockname", "peername", "accept", "connect", "send",
  "sendall", "recv"};

/* ---- The wrapper. What fails returns -1 and sets errno; an expiry is ETIMEDOUT. */

typedef struct { int fd; double timeout; } Socket; /* fd: -1 once closed; timeout: seconds, INFINITY is blocking */

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Waits for what the descriptor, which itself never blocks, was not ready for. Rounds up: never early. */
static bool ready(const Socket *s, short event, double deadline) {
  struct pollfd it = {s->fd, event, 0};
  if (s->timeout == 0) return false;
  for (double left; (left = ceil((deadline - now()) * 1e3)) > 0;)
    if (poll(&it, 1, left < INT_MAX ? (int)left : INT_MAX) > 0) return true;
  errno = ETIMEDOUT;
  return false;
}

static int set_timeout(Socket *s, double seconds) {
  errno = s->fd < 0 ? EBADF : EINVAL;
  if (s->fd < 0 || !(seconds >= 0)) return -1; /* NaN is not >= 0 */
  s->timeout = seconds;
  return 0;
}

static int adopt(Socket *made, int fd) {
  *made = (Socket){fd, INFINITY};
  return fd < 0 ? -1 : fcntl(fd, F_SETFL, O_NONBLOCK);
}

static int connect_to(const Socket *s, const struct sockaddr *to, socklen_t size) {
  double deadline = now() + s->timeout;
  int error = 0;
  if (connect(s->fd, to, size) == 0) return 0;
  if ((errno != EINPROGRESS && errno != EALREADY) || !ready(s, POLLOUT, deadline)) return -1;
  getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &(socklen_t){sizeof error});
  if (error == 0) connect(s->fd, to, size); /* Linux says EISCONN only to the call after this one */
  errno = error;
  return error == 0 ? 0 : -1;
}

/* ACCEPT, RECV, SEND or SENDALL, within one timeout however many calls it takes. */
static ssize_t transfer(const Socket *s, int op, char *bytes, size_t size) {
  double deadline = now() + s->timeout;
  for (size_t sent = 0;;) {
    ssize_t result = op == ACCEPT ? accept(s->fd, NULL, NULL)
                     : op == RECV ? recv(s->fd, bytes, size, 0)
                                  : send(s->fd, bytes + sent, size - sent, MSG_NOSIGNAL);
    if (result >= 0 && (op != SENDALL || (sent += (size_t)result) == size)) return result;
    if (result < 0 && errno == EAGAIN && ready(s, op == ACCEPT || op == RECV ? POLLIN : POLLOUT, deadline)) continue;
    if (result < 0 && errno != EINTR) return -1;
  }
}

/* ---- The adapter. */

static const struct { int error; const char *status; } statuses[] = {{EAGAIN, "would-block"},
  {EINPROGRESS, "in-progress"}, {EALREADY, "in-progress"}, {ETIMEDOUT, "timeout"}, {ECONNREFUSED, "refused"},
  {ECONNRESET, "reset"}, {EPIPE, "broken-pipe"}, {EBADF, "closed"}, {ENOTCONN, "not-connected"},
  {EISCONN, "already-connected"}, {EADDRINUSE, "in-use"}, {EINVAL, "invalid"}, {0, "error"}};

static FILE *replies;
static char *word[5];   /* id, operation and up to three more; "" where there is none */
static Socket *sockets; /* the handle of sockets[7] is s7 */
static size_t count;

/* Makes a native call and begins the reply to it; true if the words of an ok may follow. */
#define CALL(native) (begun = now(), result = (native), reply(result, errno, now() - begun))
static bool reply(ssize_t result, int error, double seconds) {
  size_t i = 0;
  while (statuses[i].error != error && statuses[i].error != 0) i++;
  if (result >= 0) fprintf(replies, "%s ok %.0f", word[0], seconds * 1e6);
  else fprintf(replies, "%s %s %.0f %s", word[0], statuses[i].status, seconds * 1e6, strerror(error));
  return result >= 0;
}

static int digit(char hex) { return hex <= '9' ? hex - '0' : hex - 'a' + 10; }

static void serve(int op, Socket *s) {
  struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(word[4]))};
  struct sockaddr *name = (struct sockaddr *)&in;
  socklen_t size = inet_pton(AF_INET, word[3], &in.sin_addr) == 1 ? sizeof in : 0; /* of size 0 is EINVAL */
  char *bytes = word[3];
  size_t length = strlen(bytes) / 2; 
  ...
