-- luasocket 3.1.0 on Lua 5.4 (Debian 12)
-- endpoint.listen-again, and so endpoint.trivial-server
-- prints: bad argument #1 to '?' (tcp{master} expected)
-- should: nothing: on a listening socket listen(2) succeeds, and sets the length of the queue
local socket = require('socket')

local listener = socket.tcp4()
listener:bind('127.0.0.1', 0)
listener:listen(1)
print(select(2, pcall(listener.listen, listener, 5)))
