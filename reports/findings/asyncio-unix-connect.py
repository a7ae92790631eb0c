# asyncio of Python 3.11 (Debian 12)
# unix.connect.waits, and so unix.connect.full-backlog
# prints: connect succeeded; the socket has no peer
# should: wait for room in the listener's queue
# The system says EAGAIN (a full queue; no attempt goes on, unlike EINPROGRESS); asyncio waits until the socket is
# writable, which it is, and asks for its error, which there is none.
import asyncio
import os
import socket
import tempfile


async def main():
    path = os.path.join(tempfile.mkdtemp(), 'socket')
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(0)
    filling = socket.socket(socket.AF_UNIX)
    filling.connect(path)
    client = socket.socket(socket.AF_UNIX)
    client.setblocking(False)
    await asyncio.wait_for(asyncio.get_running_loop().sock_connect(client, path), 1)
    try:
        client.getpeername()
    except OSError:
        print('connect succeeded; the socket has no peer')


asyncio.run(main())
