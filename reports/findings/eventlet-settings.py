# eventlet 0.33.1 on Python 3.11 (Debian 12)
# mode.reject-nan, mode.set-after-close
# prints: nan, then 1.0
# should: a ValueError for a timeout that is no number, then an OSError (EBADF), since the socket is closed
from eventlet.green import socket

opened = socket.socket()
opened.settimeout(float('nan'))
print(opened.gettimeout())
opened.close()
opened.settimeout(1)
print(opened.gettimeout())
