# trio 0.22.0 on Python 3.11 (Debian 12)
# unix.connect.waits, and so unix.connect.full-backlog
# prints: connect succeeded; the socket has no peer
# should: wait for room in the listener's queue
# The system says EAGAIN (a full queue; no attempt goes on, unlike EINPROGRESS); trio waits until the socket is writable,
# which it is, and asks for its error, which there is none.
import os
import socket
import tempfile

import trio


async def main():
    path = os.path.join(tempfile.mkdtemp(), 'socket')
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(0)
    filling = socket.socket(socket.AF_UNIX)
    filling.connect(path)
    client = trio.socket.socket(socket.AF_UNIX)
    with trio.move_on_after(1):
        await client.connect(path)
        try:
            client.getpeername()
        except OSError:
            print('connect succeeded; the socket has no peer')


trio.run(main)
