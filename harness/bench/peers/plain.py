"""Python's own socket under another name: what fails with it fails because a class was plugged in at all."""

import socket


class Socket(socket.socket):
    pass
