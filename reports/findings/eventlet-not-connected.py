# eventlet 0.33.1 on Python 3.11 (Debian 12)
# err.not-connected
# prints: after 3 s of processor time recv still goes round, with a timeout of 1 s
# should: OSError (ENOTCONN) at once, as of the standard library
# The system says ENOTCONN, and eventlet takes it for EAGAIN (SOCKET_BLOCKING in greenio/base.py); the descriptor is ready
# all the while, and each turn begins the timeout anew.
import signal

from eventlet.green import socket


def tell(*_):
    print('after 3 s of processor time recv still goes round, with a timeout of 1 s')
    raise SystemExit


signal.signal(signal.SIGPROF, tell)
signal.setitimer(signal.ITIMER_PROF, 3)
opened = socket.socket()
opened.settimeout(1)
opened.recv(16)
