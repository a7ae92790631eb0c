# gevent 22.10.2 on Python 3.11 (Debian 12)
# nb.sendall.declared
# prints: TimeoutError
# should: BlockingIOError, as of the standard library: no time was given that could have passed
import gevent.socket

listener = gevent.socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen()
client = gevent.socket.create_connection(listener.getsockname())
client.setblocking(False)
try:
    client.sendall(bytes(1 << 28))
except OSError as error:
    print(type(error).__name__)
