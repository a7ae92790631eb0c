/* Hosts a wrapper in C, which defines what wrapper.h declares, and speaks wouldblock/1 (PROTOCOL.md, one folder up). */
#define _GNU_SOURCE
#include "wrapper.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
/* Those from accept on may wait, and are announced; the adapter's own come first. */
#define OPERATIONS(X) \
  X(open) X(setblocking) X(getblocking) X(settimeout) X(gettimeout) X(bind) X(listen) X(shutdown) X(sockname) \
  X(peername) X(close) X(dup) X(accept) X(connect) X(send) X(sendall) X(sendto) X(recv) X(recvfrom) X(peek) X(poll)
#define NUMBER(name) name##_,
#define ROW(name) { #name, (void (*)(void))sock_##name },
enum { hello_, reset_, signals_, OPERATIONS(NUMBER) unknown_, MOST = 65536 };
static const struct { const char *name; void (*defined)(void); } operations[] = {
  { "hello", abort }, { "reset", abort }, { "signals", abort }, OPERATIONS(ROW) };
static const struct { int error; const char *status; } statuses[] = { { EAGAIN, "would-block" },
  { EINPROGRESS, "in-progress" }, { EALREADY, "in-progress" }, { ETIMEDOUT, "timeout" }, { EBADF, "closed" },
  { ECONNREFUSED, "refused" }, { ECONNRESET, "reset" }, { EPIPE, "broken-pipe" }, { EINVAL, "invalid" },
  { ENOTCONN, "not-connected" }, { EISCONN, "already-connected" }, { EADDRINUSE, "in-use" }, { 0, "error" } };
static FILE *requests, *replies;
static Socket *sockets[MOST]; /* s7 is the handle of sockets[7] */
static size_t count;
static volatile sig_atomic_t handled;
static void handle(int number) { (void)number, handled++; }
static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}
typedef union { struct sockaddr any; struct sockaddr_in ip; struct sockaddr_in6 ip6; struct sockaddr_un un; } Address;
static socklen_t read_address(const char *host, const char *port, Address *to) { /* 0 if it is none, which is EINVAL */
  memset(to, 0, sizeof *to);
  to->any.sa_family = *host == '/' ? AF_UNIX : strchr(host, ':') ? AF_INET6 : AF_INET;
  if (*host == '/') return strncpy(to->un.sun_path, host, sizeof to->un.sun_path - 1), sizeof to->un;
  to->ip.sin_port = htons((uint16_t)atoi(port)); /* it lies where IPv6 has it too */
  if (to->any.sa_family == AF_INET) return inet_pton(AF_INET, host, &to->ip.sin_addr) == 1 ? sizeof to->ip : 0;
  return inet_pton(AF_INET6, host, &to->ip6.sin6_addr) == 1 ? sizeof to->ip6 : 0;
}
static void write_address(const Address *of) {
  char text[INET6_ADDRSTRLEN];
  const void *host = of->any.sa_family == AF_INET6 ? (void *)&of->ip6.sin6_addr : (void *)&of->ip.sin_addr;
  if (of->any.sa_family == AF_UNIX) fprintf(replies, " %s 0", *of->un.sun_path ? of->un.sun_path : "-");
  else fprintf(replies, " %s %d", inet_ntop(of->any.sa_family, host, text, sizeof text), ntohs(of->ip.sin_port));
}
static int digit(char hex) { return hex <= '9' ? hex - '0' : hex - 'a' + 10; }
#define IS(text) (strcmp(word[3], text) == 0)
#define MADE(native) ((made = (native)) ? 0 : -1)
#define TIMEOUT(word) (seconds = strtod(word, NULL), strcmp(word, "none") == 0 ? NULL : &seconds)
#define PLACE(host, port) &at.any, read_address(host, port, &at)
/* Makes the native call between two looks at the clock; beside it stands at most the reading of an address. */
#define CALL(native) (began = now(), result = (native), error = errno, micros = now() - began)
static void *serve(void *line) {
  char *word[6], *rest, more; /* id, operation, handle, and what else it takes; "" where there is none */
  for (int i = 0; i < 6; i++)
    if ((word[i] = strtok_r(i == 0 ? line : NULL, " \n", &rest)) == NULL) word[i] = "";
  if (*word[1] == '&') word[1]++;
  int op = 0, error = 0;
  while (op < unknown_ && strcmp(word[1], operations[op].name) != 0) op++;
  bool given = op >= send_ && op <= sendto_, got = op >= recv_ && op <= peek_;
  size_t number = 0, length = got ? strtoul(word[3], NULL, 10) : given ? strlen(word[3]) / 2 : 0;
  char *bytes = malloc(length + 1);
  for (size_t i = 0; i < length && given; i++)
    bytes[i] = (char)(digit(word[3][2 * i]) << 4 | digit(word[3][2 * i + 1]));
  Socket *made = NULL, *s = sscanf(word[2], "s%zu%c", &number, &more) == 1 && number < count ? sockets[number] : NULL;
  Address at = { .un = { 0 } };
  socklen_t room = sizeof at;
  ssize_t result = -1;
  double began, micros = 0, seconds = 0;
  const char *why = "", *status = op == unknown_ || !operations[op].defined ? "unsupported" : NULL;
  if (op > open_ && !s && !status) status = "invalid", why = "no such handle";
  if (op >= accept_ && !status) fprintf(replies, "%s entered 0\n", word[0]), fflush(replies);
  if (!status) switch (op) {
    case reset_: for (handled = 0; count > 0;) sock_close(sockets[--count]); result = 0; break;
    case hello_: case signals_: result = handled; break;
    case open_: CALL(MADE(sock_open(*word[2] == 'i' ? AF_INET6 : strcmp(word[2], "unix") == 0 ? AF_UNIX : AF_INET,
                                    strcmp(word[2], "udp") == 0 ? SOCK_DGRAM : SOCK_STREAM))); break;
    case setblocking_: CALL(sock_setblocking(s, IS("true"))); break;
    case getblocking_: CALL(sock_getblocking(s)); break;
    case settimeout_: CALL(sock_settimeout(s, TIMEOUT(word[3]))); break;
    case gettimeout_: CALL(sock_gettimeout(s, &seconds)); break;
    case bind_: CALL(sock_bind(s, PLACE(word[3], word[4]))); break;
    case listen_: CALL(sock_listen(s, *word[3] ? atoi(word[3]) : SOMAXCONN)); break;
    case shutdown_: CALL(sock_shutdown(s, IS("read") ? SHUT_RD : IS("write") ? SHUT_WR : SHUT_RDWR)); break;
    case sockname_: CALL(sock_sockname(s, &at.any, &room)); break;
    case peername_: CALL(sock_peername(s, &at.any, &room)); break;
    case close_: CALL(sock_close(s)); break;
    case dup_: CALL(MADE(sock_dup(s))); break;
    case accept_: CALL(MADE(sock_accept(s, &at.any, &room))); break;
    case connect_: CALL(sock_connect(s, PLACE(word[3], word[4]))); break;
    case send_: CALL(sock_send(s, bytes, length)); break;
    case sendall_: CALL(sock_sendall(s, bytes, length)); break;
    case sendto_: CALL(sock_sendto(s, bytes, length, PLACE(word[4], word[5]))); break;
    case recv_: CALL(sock_recv(s, bytes, length)); break;
    case recvfrom_: CALL(sock_recvfrom(s, bytes, length, &at.any, &room)); break;
    case peek_: CALL(sock_peek(s, bytes, length)); break;
    case poll_: CALL(sock_poll(s, IS("write"), TIMEOUT(word[4]))); break;
    }
  for (size_t i = 0; !status && result < 0; i++)
    if (statuses[i].error == error || statuses[i].error == 0) status = statuses[i].status, why = strerror(error);
  flockfile(replies); /* whole lines, from whatever thread */
  fprintf(replies, "%s %s %.0f", word[0], status ? status : "ok", micros);
  if (status) fprintf(replies, " %s", why);
  else if (op == hello_) fprintf(replies, " language=c %s", wouldblock);
  else if (made) sockets[count] = made, fprintf(replies, " s%zu", count++);
  else if (op == getblocking_ || op == poll_) fputs(result ? " true" : " false", replies);
  else if (op == gettimeout_) fprintf(replies, result > 0 ? " %.17g" : " none", seconds);
  else if (op == send_ || op == sendto_ || op == signals_) fprintf(replies, " %zd", result);
  else if (got) fputs(result > 0 ? " " : " -", replies);
  for (ssize_t i = 0; !status && got && i < 2 * result; i++)
    putc_unlocked("0123456789abcdef"[(unsigned char)bytes[i / 2] >> (i % 2 ? 0 : 4) & 15], replies);
  if (!status && (op == accept_ || op == recvfrom_ || op == sockname_ || op == peername_)) write_address(&at);
  putc('\n', replies), fflush(replies), funlockfile(replies);
  return free(bytes), free(line), NULL;
}
/* Before whatever of the wrapper runs at its start: what that reads and prints is no request and no reply. */
__attribute__((constructor(101))) static void move_descriptors(void) {
  requests = fdopen(dup(STDIN_FILENO), "r"), replies = fdopen(dup(STDOUT_FILENO), "w");
  dup2(STDERR_FILENO, STDOUT_FILENO), dup2(open("/dev/null", O_RDWR), STDIN_FILENO);
}
/* A blocked call does not keep the process alive; what came with the end of input is still answered. */
static void *exit_at_end_of_input(void *nothing) {
  struct pollfd input = { fileno(requests), POLLRDHUP, 0 };
  while (poll(&input, 1, -1) < 1) continue;
  usleep(100000);
  return _exit(0), nothing;
}
int main(void) {
  sigset_t all;
  pthread_t thread;
  sigfillset(&all);
  if (strstr(wouldblock, "signals")) sigaction(SIGUSR2, &(struct sigaction){ .sa_handler = handle }, NULL);
  pthread_sigmask(SIG_BLOCK, &all, NULL); /* for threads: signals are the main thread's */
  pthread_create(&thread, NULL, exit_at_end_of_input, NULL);
  char *line = NULL;
  for (size_t room = 0; count < MOST && getline(&line, &room, requests) > 0; line = NULL, room = 0) {
    const char *op = strchr(line, ' ');
    if (op && op[1] == '&') pthread_create(&thread, NULL, serve, line), pthread_detach(thread);
    else pthread_sigmask(SIG_UNBLOCK, &all, NULL), serve(line), pthread_sigmask(SIG_BLOCK, &all, NULL);
  }
}
