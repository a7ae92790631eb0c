# eventlet 0.33.1 on Python 3.11 (Debian 12)
# tls.recv.expires, tls.handshake.timeout
# prints: SSLError: ('timed out',)
#         SSLWantReadError: The operation did not complete (read) (_ssl.c:2546)
# should: TimeoutError, twice: the first is no socket.timeout by which a caller could know it; the second comes at once,
#         since settimeout on a TLS socket does not end non-blocking mode
import os
import subprocess
import tempfile

import eventlet
from eventlet.green import socket, ssl

folder = tempfile.mkdtemp()
certificate, key = os.path.join(folder, 'certificate.pem'), os.path.join(folder, 'key.pem')
subprocess.run(
    ['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', certificate, '-days', '1',
     '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
    check=True, stderr=subprocess.DEVNULL,
)  # fmt: skip
context = ssl.create_default_context(cafile=certificate)
serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
serving.load_cert_chain(certificate, key)

listener = socket.socket()
listener.bind(('127.0.0.1', 0))
listener.listen()

silent = socket.create_connection(listener.getsockname())
silent.settimeout(0.5)
try:
    context.wrap_socket(silent, server_hostname='localhost')
except OSError as error:
    print('%s: %s' % (type(error).__name__, error))
listener.accept()

client = socket.create_connection(listener.getsockname())
server, _ = listener.accept()
eventlet.spawn(serving.wrap_socket, server, server_side=True)
secured = context.wrap_socket(client, server_hostname='localhost')
secured.setblocking(False)
secured.settimeout(0.5)
try:
    secured.recv(16)
except OSError as error:
    print('%s: %s' % (type(error).__name__, error))
