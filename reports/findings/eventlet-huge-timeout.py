# eventlet 0.33.1 on Python 3.11 (Debian 12)
# mode.huge-timeout-beyond, mode.infinity-value
# prints: OverflowError: timeout is too large
#         OverflowError: timeout is too large
# should: the first socket times out after 25 days, or refuses such a timeout; the second one, without any, waits for its
#         client. An infinite timeout (for which the error is another) does the same.
# The timer of the first wait stays in the hub when it is cancelled, and every later wait of the process is made with it.
from eventlet.green import socket


def listening():
    listener = socket.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen()
    return listener


for seconds in (2147483.648, None):
    listener = listening()
    listener.settimeout(seconds)
    try:
        listener.accept()
    except OverflowError as error:
        print('OverflowError:', error)
