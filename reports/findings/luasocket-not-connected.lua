-- luasocket 3.1.0 on Lua 5.4 (Debian 12)
-- err.not-connected, life.shutdown-not-connected
-- prints: false   bad argument #1 to '?' (tcp{client} expected)
--         false   bad argument #1 to '?' (tcp{client} expected)
-- should: nil and "not connected", as other errors are answered; these two are raised
local socket = require('socket')

local opened = socket.tcp4()
print(pcall(opened.receive, opened, 16))
print(pcall(opened.shutdown, opened, 'receive'))
