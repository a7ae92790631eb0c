-- luasocket 3.1.0 on Lua 5.4 (Debian 12)
-- mode.reject-negative, mode.reject-nan
-- prints: 1.0     -1.0
--         1.0     -nan
-- should: an error, twice
-- Of negative timeouts its reference says that they "cause the call to block indefinitely": what was reckoned wrongly
-- from a deadline that has passed waits for ever. Of what is no number it says nothing.
local socket = require('socket')

for _, seconds in ipairs({ -1, 0 / 0 }) do
  local opened = socket.tcp4()
  print(opened:settimeout(seconds), (opened:gettimeout()))
end
