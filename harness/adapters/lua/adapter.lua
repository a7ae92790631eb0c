-- Hosts a Lua socket class and speaks the adapter protocol, wouldblock/1 (PROTOCOL.md, one folder up).
--     lua5.4 adapter.lua my_socket.lua [name]     with descriptors 1 and 2 exchanged (README.md says how, and why)

local replies, null = io.stderr, assert(io.open('/dev/null'))
local write, lines, exit, format, concat = replies.write, io.lines(), os.exit, string.format, table.concat
io.stderr, io.stdin = io.stdout, null
io.input(null)
io.stdout:setvbuf('no')
-- Lua has no clock for this but luasocket's. Without it no time is told, and what is seen from outside counts.
local has_luasocket, luasocket = pcall(require, 'socket')
local now = has_luasocket and luasocket.gettime or function() return 0 end

-- By the first that occurs, in lower case, in what a call raises or answers beside nil.
local STATUSES = {
  { 'timeout', 'timeout' }, { 'timed out', 'timeout' }, { 'would ?block', 'would-block' },
  { 'temporarily unavailable', 'would-block' }, { 'in progress', 'in-progress' }, { 'refused', 'refused' },
  { 'reset', 'reset' }, { 'aborted', 'reset' }, { 'broken pipe', 'broken-pipe' }, { 'not connected', 'not-connected' },
  { 'already connected', 'already-connected' }, { 'in use', 'in-use' }, { 'closed', 'closed' },
  { 'bad file descriptor', 'closed' }, { 'invalid', 'invalid' }, { 'bad argument', 'invalid' },
}
local BYTE_OF, HEX_OF = {}, {}
for code = 0, 255 do
  local hex = format('%02x', code)
  BYTE_OF[hex], HEX_OF[string.char(code)] = string.char(code), hex
end

-- Arguments from words; what is malformed raises.
local function none() end
local function flag(word) return assert(word == 'true' or word == 'false') and word == 'true' end
local function seconds(word)
  if word == 'none' then return nil end
  return ({ inf = math.huge, nan = 0 / 0 })[word] or assert(tonumber(word))
end
local function bytes(word)
  assert(word == '-' or #word % 2 == 0 and not word:find('[^0-9a-f]'))
  return word == '-' and '' or (word:gsub('..', BYTE_OF))
end
local function size(word) return word ~= '' and assert(math.tointeger(tonumber(word))) or nil end
local function place(host, port) return host, assert(size(port)) end
local function side(word) return assert(({ read = 'receive', write = 'send', both = 'both' })[word]) end
local function readiness(way, limit) return assert(({ read = 'read', write = 'write' })[way]), seconds(limit) end

-- Words of results; nothing where a method may not answer such a thing.
local function done() return {} end
local function of_flag(value) return type(value) == 'boolean' and { tostring(value) } end
local function of_count(value) return math.tointeger(value) and { format('%d', value) } end
local function of_seconds(value) return { value == nil and 'none' or format('%.17g', value) } end
local function of_data(value) return type(value) == 'string' and { value == '' and '-' or (value:gsub('.', HEX_OF)) } end
local function of_address(host, port)
  return type(host) == 'string' and math.tointeger(tonumber(port)) and { host, format('%d', port) }
end
local sockets, handed_out = {}, 0
local function of_socket(socket)
  if type(socket) ~= 'table' and type(socket) ~= 'userdata' then return nil end
  handed_out = handed_out + 1
  sockets['s' .. handed_out] = socket
  return { 's' .. handed_out }
end
local function of_accepted(socket)
  local client = socket and of_address(socket:getpeername()) or { '0.0.0.0', '0' } -- if it is gone already
  local words = of_socket(socket)
  return words and table.move(client, 1, 2, 2, words)
end

-- Operation: method, arguments from words, words of results, announced or not.
local OPERATIONS = {
  setblocking = { 'setblocking', flag, done }, getblocking = { 'getblocking', none, of_flag },
  settimeout = { 'settimeout', seconds, done }, gettimeout = { 'gettimeout', none, of_seconds },
  bind = { 'bind', place, done }, listen = { 'listen', size, done }, accept = { 'accept', none, of_accepted, true },
  connect = { 'connect', place, done, true }, send = { 'send', bytes, of_count, true },
  sendall = { 'sendall', bytes, done, true }, recv = { 'receive', size, of_data, true },
  shutdown = { 'shutdown', side, done }, close = { 'close', none, done },
  sockname = { 'getsockname', none, of_address }, peername = { 'getpeername', none, of_address },
  readexact = { 'receiveexact', size, of_data, true }, readline = { 'receiveline', none, of_data, true },
  poll = { 'poll', readiness, of_flag, true },
}

local function say(...) write(replies, concat({ ... }, ' '), '\n') end
local function one_line(value) return (tostring(value):gsub('%s+', ' '):sub(1, 300)) end
local function why(id, micros, message)
  for _, row in ipairs(STATUSES) do
    if message:lower():find(row[1]) then return say(id, row[2], micros, one_line(message)) end
  end
  say(id, 'error', micros, one_line(message))
end

-- To a caller in Lua it is the same whether a call raises or answers nil and a message.
local function answer(id, words_of, call, ...)
  local began = now()
  local result = table.pack(pcall(call, ...))
  local micros = format('%.0f', math.max(0, (now() - began) * 1e6))
  if not result[1] then return why(id, micros, one_line(result[2])) end
  if result[2] == nil and result[3] ~= nil then return why(id, micros, one_line(result[3])) end
  local words = words_of(table.unpack(result, 2, result.n))
  if not words then return say(id, 'error', micros, 'wrong-type:', one_line(result[2])) end
  say(id, 'ok', micros, table.unpack(words))
end

local function reset()
  for _, socket in pairs(sockets) do pcall(socket.close, socket) end
  sockets = {}
end

local function load_class(file, name)
  package.path = file:match('.*/') .. '?.lua;' .. package.path
  local source = assert(io.open(file)):read('a'):gsub('^#[^\n]*', '')
  local class = assert(load(source, '=' .. file:match('[^/]+$')))()
  if name then class = type(class) == 'table' and class[name] end
  assert(type(class) == 'table' and type(class.new) == 'function', 'it returns no table with a function `new`')
  local declared, words = class.wouldblock, {}
  for flag_name, value in pairs(declared and declared.variants or {}) do words[#words + 1] = flag_name .. '=' .. value end
  local hello = format('name=%s version=%s language=lua', name or class.name or file:match('([^/]+)%.%w+$'),
    (class.version or _VERSION):match('[%d.]+'))
  if not declared then return class, hello, {} end
  local features = concat(declared.features or {}, ',')
  return class, hello .. ' features=' .. (features == '' and '-' or features) .. ' variants='
    .. (#words == 0 and '-' or concat(words, ',')), declared.features or {}
end

local loaded, class, hello, features = pcall(load_class, arg[1], arg[2])
local is_kind = { [''] = true }
for _, feature in ipairs(loaded and features or {}) do
  is_kind[feature] = feature == 'ipv6' or feature == 'unix' or feature == 'udp'
end
for line in lines do
  local id, operation, handle, one, two = line:match('^(%S+) ?(%S*) ?(%S*) ?(%S*) ?(%S*)')
  local row = OPERATIONS[operation]
  if row and row[4] then say(id, 'entered 0') end
  if not loaded then
    say(id, 'error 0', one_line(class))
    exit(1)
  elseif operation == 'hello' and handle == '1' then
    say(id, 'ok 0', hello)
  elseif operation == 'reset' then
    answer(id, done, reset)
  elseif operation == 'open' and is_kind[handle] then
    answer(id, of_socket, class.new, handle ~= '' and handle or nil)
  elseif not row then
    say(id, 'unsupported 0 no such operation')
  elseif not sockets[handle] then
    say(id, 'invalid 0 no such handle')
  else
    local socket, arguments = sockets[handle], table.pack(pcall(row[2], one, two))
    local method = socket[row[1]]
    if not method then say(id, 'unsupported 0 the wrapper has no method', row[1])
    elseif not arguments[1] then say(id, 'invalid 0 malformed words')
    else answer(id, row[3], method, socket, table.unpack(arguments, 2, arguments.n)) end
  end
end
