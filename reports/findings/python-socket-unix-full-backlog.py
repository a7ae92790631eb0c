"""Library:   Python's socket, 3.11 (python/cpython#117208)
Behaviour: unix.connect.full-backlog
Prints:    BlockingIOError after 0.00 s
Should:    TimeoutError after 0.50 s, as over TCP: the listener may accept within the timeout
"""

import os
import socket
import tempfile
import time

with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "listener")
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(0)
    # A backlog of 0 holds one client, which nobody accepts.
    first = socket.socket(socket.AF_UNIX)
    first.connect(path)

    second = socket.socket(socket.AF_UNIX)
    second.settimeout(0.5)
    began = time.monotonic()
    try:
        second.connect(path)
        outcome = "connected"
    except OSError as error:
        outcome = type(error).__name__
    print(f"{outcome} after {time.monotonic() - began:.2f} s")
