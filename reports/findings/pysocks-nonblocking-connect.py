# PySocks 1.7.1 on Python 3.11 (Debian 12), without a proxy
# nb.connect.in-progress
# prints: still waiting after 2 s
# should: BlockingIOError (EINPROGRESS) at once
# connect makes a non-blocking socket blocking for as long as it takes (set_self_blocking), which with a full accept queue
# is minutes.
import signal
import socket

import socks

listener = socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen(0)
filling = [socket.socket() for _ in range(3)]
for client in filling:
    client.setblocking(False)
    client.connect_ex(listener.getsockname())


def tell(*_):
    print('still waiting after 2 s')
    raise SystemExit


signal.signal(signal.SIGALRM, tell)
signal.alarm(2)
opened = socks.socksocket()
opened.setblocking(False)
opened.connect(listener.getsockname())
