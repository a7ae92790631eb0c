# gevent 22.10.2 on Python 3.11 (Debian 12)
# mode.reject-nan, mode.set-after-close
# prints: nan, then 1.0
# should: a ValueError for a timeout that is no number, then an OSError (EBADF), since the socket is closed
import gevent.socket

socket = gevent.socket.socket()
socket.settimeout(float('nan'))
print(socket.gettimeout())
socket.close()
socket.settimeout(1)
print(socket.gettimeout())
