-- luasocket 3.1.0 on Lua 5.4 (Debian 12)
-- err.reset-class, block.recv.reset-wakes, timeout.reset-beats
-- prints: after an end   closed
--         after a reset  closed
-- should: after a reset "connection reset by peer", or whatever else is not "closed": what the peer had sent may be lost,
--         and whoever reads to the end believes it whole
local socket = require('socket')

local listener = socket.bind('127.0.0.1', 0)
local host, port = listener:getsockname()
for _, how in ipairs({ 'an end  ', 'a reset ' }) do
  local client = socket.connect(host, port)
  local server = listener:accept()
  if how == 'a reset ' then server:setoption('linger', { on = true, timeout = 0 }) end
  server:close()
  print('after ' .. how, select(2, client:receive(16)))
end
