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
/* The wrapper, down to transfer(): what fails returns -1 and sets errno, to ETIMEDOUT when its time is up. */
typedef struct { int fd; double timeout; } Socket; /* closed: fd is -1; blocking: timeout is INFINITY */
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
  if (error == 0) connect(s->fd, to, size); /* Linux says EISCONN only after one that succeeds */
  return (errno = error) == 0 ? 0 : -1;
}
/* Those from ACCEPT on may wait, and are announced; the first three take no handle. */
enum { HELLO, OPEN, RESET, SETBLOCKING, GETBLOCKING, SETTIMEOUT, GETTIMEOUT, BIND, LISTEN, SHUTDOWN, CLOSE,
  SOCKNAME, PEERNAME, ACCEPT, CONNECT, RECV, SEND, SENDALL, UNKNOWN };
/* ACCEPT, RECV, SEND or SENDALL: within one timeout, however many native calls it takes. */
static ssize_t transfer(const Socket *s, int op, void *bytes, size_t size) {
  double deadline = now() + s->timeout;
  short event = op < SEND ? POLLIN : POLLOUT;
  for (size_t sent = 0;;) {
    ssize_t moved = op == ACCEPT ? accept(s->fd, bytes, &(socklen_t){ (socklen_t)size })
                    : op == RECV ? recv(s->fd, bytes, size, 0)
                                 : send(s->fd, (char *)bytes + sent, size - sent, MSG_NOSIGNAL);
    if (moved >= 0 && (op != SENDALL || (sent += (size_t)moved) == size)) return moved;
    if (moved < 0 && errno != EINTR && (errno != EAGAIN || !ready(s, event, deadline))) return -1;
  }
}
static const char *const names[] = { "hello", "open", "reset", "setblocking", "getblocking", "settimeout",
  "gettimeout", "bind", "listen", "shutdown", "close", "sockname", "peername", "accept", "connect", "recv",
  "send", "sendall" };
static const struct { int error; const char *status; } statuses[] = { { EAGAIN, "would-block" },
  { EINPROGRESS, "in-progress" }, { EALREADY, "in-progress" }, { ETIMEDOUT, "timeout" }, { EBADF, "closed" },
  { ECONNREFUSED, "refused" }, { ECONNRESET, "reset" }, { EPIPE, "broken-pipe" }, { EINVAL, "invalid" },
  { ENOTCONN, "not-connected" }, { EISCONN, "already-connected" }, { EADDRINUSE, "in-use" }, { 0, "error" } };
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
/* Makes the native call and writes its reply; true if it is an ok, whose own words may follow. */
#define CALL(native) (begun = now(), result = (native), reply(result, errno, now() - begun))
#define IS(text) (strcmp(word[3], text) == 0)
static void serve(int op, Socket *s) {
  struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(word[4])) };
  struct sockaddr *name = (struct sockaddr *)&in;
  socklen_t size = inet_pton(AF_INET, word[3], &in.sin_addr) == 1 ? sizeof in : 0; /* of size 0 is EINVAL */
  size_t length = op == RECV ? strtoul(word[3], NULL, 10) : strlen(word[3]) / 2;
  char *bytes = malloc(length + 1);
  double begun, seconds = strtod(word[3], NULL);
  ssize_t result;
  for (size_t i = 0; i < length && op >= SEND; i++)
    bytes[i] = (char)(digit(word[3][2 * i]) << 4 | digit(word[3][2 * i + 1]));
  if (op >= ACCEPT) fprintf(replies, "%s entered 0\n", word[0]), fflush(replies);
  switch (op) {
  case HELLO: if (CALL(0)) fputs(" name=posix-poll version=1 language=c", replies); break;
  case OPEN: CALL(adopt(&sockets[count], socket(AF_INET, SOCK_STREAM, 0))); break;
  case RESET: while (count > 0) close(sockets[--count].fd); CALL(0); break;
  case SETBLOCKING: CALL(set_timeout(s, IS("true") ? NULL : &(double){ 0 })); break;
  case GETBLOCKING: if (CALL(0)) fputs(s->timeout == 0 ? " false" : " true", replies); break;
  case SETTIMEOUT: CALL(set_timeout(s, IS("none") ? NULL : &seconds)); break;
  case GETTIMEOUT: if (CALL(0)) fprintf(replies, isinf(s->timeout) ? " none" : " %.17g", s->timeout); break;
  case BIND: CALL(bind(s->fd, name, size)); break;
  case LISTEN: CALL(listen(s->fd, *word[3] ? atoi(word[3]) : SOMAXCONN)); break;
  case SHUTDOWN: CALL(shutdown(s->fd, IS("read") ? SHUT_RD : IS("write") ? SHUT_WR : SHUT_RDWR)); break;
  case CLOSE: CALL(s->fd < 0 ? 0 : close(s->fd)); s->fd = -1; break;
  case SOCKNAME: CALL(getsockname(s->fd, name, &(socklen_t){ sizeof in })); break;
  case PEERNAME: CALL(getpeername(s->fd, name, &(socklen_t){ sizeof in })); break;
  case ACCEPT: CALL(adopt(&sockets[count], (int)transfer(s, op, &in, sizeof in))); break;
  case CONNECT: CALL(connect_to(s, name, size)); break;
  default: CALL(transfer(s, op, bytes, length));
  }
  if (result >= 0 && op == SEND) fprintf(replies, " %zd", result);
  if (result >= 0 && op == RECV) fputs(result > 0 ? " " : " -", replies);
  for (ssize_t i = 0; i < 2 * result && op == RECV; i++)
    putc("0123456789abcdef"[bytes[i / 2] >> (i % 2 ? 0 : 4) & 15], replies);
  if (result >= 0 && (op == OPEN || op == ACCEPT)) fprintf(replies, " s%zu", count++);
  if (result >= 0 && (op == SOCKNAME || op == PEERNAME || op == ACCEPT))
    fprintf(replies, " %s %d", inet_ntoa(in.sin_addr), ntohs(in.sin_port));
  free(bytes);
}
/* A blocked call does not keep the process alive; what came with the end of input is still answered. */
static void *exit_at_end_of_input(void *nothing) {
  struct pollfd input = { STDIN_FILENO, POLLRDHUP, 0 };
  while (poll(&input, 1, -1) < 1) continue;
  usleep(100000);
  return _exit(0), nothing;
}
int main(void) {
  char *line = NULL, more;
  size_t room = 0, handle = 0;
  replies = fdopen(dup(STDOUT_FILENO), "w");
  dup2(STDERR_FILENO, STDOUT_FILENO); /* what the wrapper prints is no reply */
  pthread_create(&(pthread_t){ 0 }, NULL, exit_at_end_of_input, NULL);
  while (count < sizeof sockets / sizeof *sockets && getline(&line, &room, stdin) > 0) {
    for (int i = 0; i < 5; i++)
      if ((word[i] = strtok(i == 0 ? line : NULL, " \n")) == NULL) word[i] = "";
    int op = HELLO;
    while (op < UNKNOWN && strcmp(word[1], names[op]) != 0) op++;
    bool known = sscanf(word[2], "s%zu%c", &handle, &more) == 1 && handle < count;
    if (op == UNKNOWN) fprintf(replies, "%s unsupported 0", word[0]);
    else if (op > RESET && !known) fprintf(replies, "%s invalid 0 no such handle", word[0]);
    else serve(op, known ? &sockets[handle] : NULL);
    fputc('\n', replies), fflush(replies);
  }
}
