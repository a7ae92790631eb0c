# eventlet 0.33.1 on Python 3.11 (Debian 12)
# mode.getblocking-consistent
# prints: None False
# should: None True
# getblocking is that of the descriptor, which never blocks, and not of the green socket, which does.
import eventlet.green.socket

socket = eventlet.green.socket.socket()
print(socket.gettimeout(), socket.getblocking())
