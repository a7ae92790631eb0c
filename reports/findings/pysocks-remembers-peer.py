# PySocks 1.7.1 on Python 3.11 (Debian 12), without a proxy
# timeout.connect-state, err.closed-names
# prints: refused, and yet the peer is known
#         closed, and yet the peer is known
# should: OSError (ENOTCONN), then OSError (EBADF): getpeername answers what was asked for, not what is
import socket

import socks

holder = socket.socket()
holder.bind(('127.0.0.1', 0))  # and does not listen
opened = socks.socksocket()
try:
    opened.connect(holder.getsockname())
except ConnectionRefusedError:
    if opened.getpeername() == holder.getsockname():
        print('refused, and yet the peer is known')
opened.close()
if opened.getpeername() == holder.getsockname():
    print('closed, and yet the peer is known')
