# gevent 22.10.2 on Python 3.11 (Debian 12)
# timeout.sendall.monotonic
# prints: timed out after 0.2 s
# should: timed out after 0.5 s
# sendall reckons its deadline with time.time(), which people and NTP set. Here another time.time plays a step forward
# by an hour, after 0.2 s.
import threading
import time

import gevent.socket

real, stepped = time.time, threading.Event()
time.time = lambda: real() + (3600 if stepped.is_set() else 0)

listener = gevent.socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen()
client = gevent.socket.create_connection(listener.getsockname())
server, _ = listener.accept()
client.settimeout(0.5)


def step_then_read():
    time.sleep(0.2)
    stepped.set()
    server._sock.setblocking(True)
    while server._sock.recv(1 << 20):
        time.sleep(0.02)


threading.Thread(target=step_then_read, daemon=True).start()
began = time.monotonic()
try:
    client.sendall(bytes(1 << 28))
except TimeoutError:
    print('timed out after %.1f s' % (time.monotonic() - began))
