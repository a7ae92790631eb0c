-- luasocket 3.1.0 on Lua 5.4 (Debian 12)
-- err.closed-use, mode.set-after-close
-- prints: 1.0     1.0
-- should: "closed", twice: the object that was closed opens a descriptor anew
local socket = require('socket')

local listener = socket.bind('127.0.0.1', 0)
local host, port = listener:getsockname()
local client = socket.tcp4()
client:close()
print(client:settimeout(1), (client:connect(host, port)))
