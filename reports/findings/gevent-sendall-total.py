# gevent 22.10.2 on Python 3.11 (Debian 12)
# timeout.sendall.total (which sees it only where there is no room for long enough)
# prints: timed out after 1.6 s (or thereabouts)
# should: timed out after 1.0 s
# Each wait for room within sendall is given the whole timeout of the socket instead of what is left of it, and the
# deadline is looked at in between. Here there is room once, after 0.6 s.
import threading
import time

import gevent.socket

listener = gevent.socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen()
client = gevent.socket.create_connection(listener.getsockname())
server, _ = listener.accept()
server._sock.setblocking(True)
client.settimeout(1)


def make_room_once():
    time.sleep(0.6)
    for _ in range(8):
        server._sock.recv(1 << 20)


threading.Thread(target=make_room_once, daemon=True).start()
began = time.monotonic()
try:
    client.sendall(bytes(1 << 28))
except TimeoutError:
    print('timed out after %.1f s' % (time.monotonic() - began))
