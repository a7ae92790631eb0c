# eventlet 0.33.1 on Python 3.11 (Debian 12)
# err.reset-class, timeout.reset-beats, block.recv.reset-wakes
# prints: b''
# should: ConnectionResetError: what the peer had sent may be lost, and whoever reads to the end believes it whole
import struct

from eventlet.green import socket

listener = socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen()
client = socket.create_connection(listener.getsockname())
server, _ = listener.accept()
server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
server.close()
print(client.recv(16))
