/* What a wrapper in C defines, in one file that includes this one. A function that fails answers below 0, or NULL, and
 * sets errno: EAGAIN for would-block, EINPROGRESS while connecting, ETIMEDOUT when a timeout has passed, EBADF on what
 * is closed, EINVAL for what it will not take; the rest as POSIX has it. One that is not defined is unsupported. */
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>
#include <sys/types.h>
#define MAYBE __attribute__((weak)) /* may be left out */

typedef struct Socket Socket; /* yours to define; the adapter frees none, as a call may still wait in it */
/* What hello says of it: "name=mine version=1 features=udp,peek variants=zero=infinite" */
extern const char *const wouldblock;

Socket *sock_open(int family, int type); /* AF_INET and SOCK_STREAM, unless it declares the features below */
MAYBE int sock_setblocking(Socket *, bool);
MAYBE int sock_getblocking(Socket *);                       /* 1 or 0 */
MAYBE int sock_settimeout(Socket *, const double *seconds); /* NULL: none, which waits for ever */
MAYBE int sock_gettimeout(Socket *, double *seconds);       /* 1, and how many; or 0: none */
MAYBE int sock_bind(Socket *, const struct sockaddr *, socklen_t);
MAYBE int sock_listen(Socket *, int backlog);
MAYBE Socket *sock_accept(Socket *, struct sockaddr *, socklen_t *);
MAYBE int sock_connect(Socket *, const struct sockaddr *, socklen_t);
MAYBE ssize_t sock_send(Socket *, const void *, size_t);
MAYBE int sock_sendall(Socket *, const void *, size_t);
MAYBE ssize_t sock_recv(Socket *, void *, size_t); /* 0 is the end of the stream */
MAYBE int sock_shutdown(Socket *, int how);        /* SHUT_RD, SHUT_WR, SHUT_RDWR */
MAYBE int sock_sockname(Socket *, struct sockaddr *, socklen_t *);
MAYBE int sock_peername(Socket *, struct sockaddr *, socklen_t *);
int sock_close(Socket *);
/* With the features ipv6 (AF_INET6), unix (AF_UNIX) and udp (SOCK_DGRAM) sock_open is called with those as well. */
MAYBE ssize_t sock_sendto(Socket *, const void *, size_t, const struct sockaddr *, socklen_t);
MAYBE ssize_t sock_recvfrom(Socket *, void *, size_t, struct sockaddr *, socklen_t *);
/* Each with the feature of its name: */
MAYBE ssize_t sock_peek(Socket *, void *, size_t);
MAYBE int sock_poll(Socket *, bool to_write, const double *seconds); /* 1: ready; 0: not in that time */
MAYBE Socket *sock_dup(Socket *);
