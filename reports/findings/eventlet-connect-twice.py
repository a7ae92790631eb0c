# eventlet 0.33.1 on Python 3.11 (Debian 12)
# err.already-connected
# prints: connected to the second listener, says connect; in truth to the first
# should: OSError (EISCONN) from the second connect
import eventlet.green.socket as green


def listening():
    listener = green.socket()
    listener.bind(('127.0.0.1', 0))
    listener.listen()
    return listener


first, second = listening(), listening()
client = green.socket()
client.connect(first.getsockname())
client.connect(second.getsockname())
where = 'first' if client.getpeername() == first.getsockname() else 'second'
print('connected to the second listener, says connect; in truth to the', where)
