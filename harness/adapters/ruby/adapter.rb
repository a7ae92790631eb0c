# Hosts a Ruby socket class and speaks the adapter protocol, wouldblock/1 (PROTOCOL.md, one folder up).
#     ruby adapter.rb my_socket.rb [Class]
require 'socket'
require 'timeout'

clock = Process.method(:clock_gettime) # before the wrapper can put something in its place
now_micros = -> { clock.call(Process::CLOCK_MONOTONIC, :microsecond) }
class Interrupted < StandardError; end # what SIGUSR1 raises in a call
class Refused < StandardError; end # there is no call to make; the message is the reply from its status on
STATUSES = {
  'timeout' => [Timeout::Error, Errno::ETIMEDOUT, *(IO::TimeoutError if IO.const_defined?(:TimeoutError))],
  'in-progress' => [Errno::EINPROGRESS, Errno::EALREADY], # before would-block: Ruby calls them WaitWritable too
  'would-block' => [Errno::EAGAIN, IO::WaitReadable, IO::WaitWritable],
  'refused' => [Errno::ECONNREFUSED], 'reset' => [Errno::ECONNRESET, Errno::ECONNABORTED],
  'broken-pipe' => [Errno::EPIPE], 'closed' => [Errno::EBADF], 'not-connected' => [Errno::ENOTCONN],
  'already-connected' => [Errno::EISCONN], 'in-use' => [Errno::EADDRINUSE],
  'invalid' => [Errno::EINVAL, ArgumentError, TypeError, RangeError]
}.freeze
def status_of(error)
  return 'closed' if error.instance_of?(IOError) && error.message.include?('closed') # "closed stream", which has no class
  STATUSES.find { |_, classes| classes.any? { |one| error.is_a?(one) } }&.first || 'error'
end
def one_line(text) = text.b.encode('UTF-8', undef: :replace, invalid: :replace).split.join(' ')[0, 300]
# Arguments from words; one that is malformed raises.
BYTES = ->(word) { word == '-' ? ''.b : word.size.even? && !word.match?(/\H/) ? [word].pack('H*') : raise(ArgumentError) }
SECONDS = ->(word) { { 'none' => nil, 'inf' => Float::INFINITY, 'nan' => Float::NAN }.fetch(word) { Float(word) } }
ONE_OF = ->(table, word) { [table.fetch(word)] }.curry
PLACE = ->(host, port) { [host, Integer(port)] }
SIZE = ->(*words) { words.map { |word| Integer(word) } }
NONE = -> { [] }
# Words of results, or nothing if a method may not return such a thing.
DONE = ->(_) { [] }
FLAG = ->(value) { [value.to_s] if [true, false].include?(value) }
COUNT = ->(value) { [value.to_s] if value.is_a?(Integer) }
LIMIT = ->(value) { value.nil? ? ['none'] : ([value.to_f.to_s] if value.is_a?(Numeric)) }
DATA = ->(value) { [value.to_s.empty? ? '-' : value.unpack1('H*')] if value.nil? || value.is_a?(String) }
ADDRESS = lambda do |value|
  value = value.unix? ? [value.unix_path, 0] : [value.ip_address, value.ip_port] if value.is_a?(Addrinfo)
  host, port = value
  [host.empty? ? '-' : host, port.to_s] if host.is_a?(String) && host.scrub(' ').match?(/\A[[:graph:]]*\z/) && port.is_a?(Integer)
end
DATAGRAM = ->(value) { value.is_a?(Array) && (from = ADDRESS.(value[1])) && DATA.(value[0])&.+(from) }
# Operation: method, arguments from words, words from the result (of a socket, which is kept: nil), announced or not.
OPERATIONS = {
  'setblocking' => [:blocking=, ONE_OF['true' => true, 'false' => false], DONE],
  'getblocking' => [:blocking?, NONE, FLAG],
  'settimeout' => [:timeout=, ->(word) { [SECONDS.(word)] }, DONE],
  'gettimeout' => [:timeout, NONE, LIMIT],
  'bind' => [:bind, PLACE, DONE],
  'listen' => [:listen, SIZE, DONE],
  'accept' => [:accept, NONE, nil, true],
  'connect' => [:connect, PLACE, DONE, true],
  'send' => [:send, ->(word) { [BYTES.(word)] }, COUNT, true],
  'sendall' => [:write, ->(word) { [BYTES.(word)] }, DONE, true],
  'recv' => [:recv, SIZE, DATA, true],
  'sendto' => [:send_to, ->(word, host, port) { [BYTES.(word), host, Integer(port)] }, COUNT, true],
  'recvfrom' => [:recvfrom, SIZE, DATAGRAM, true],
  'shutdown' => [:shutdown, ONE_OF['read' => :RD, 'write' => :WR, 'both' => :RDWR], DONE],
  'close' => [:close, NONE, DONE],
  'sockname' => [:local_address, NONE, ADDRESS],
  'peername' => [:remote_address, NONE, ADDRESS],
  'peek' => [:peek, SIZE, DATA, true],
  'poll' => [:poll, ->(word, left) { [{ 'read' => :read, 'write' => :write }.fetch(word), SECONDS.(left)] }, FLAG, true],
  'readexact' => [:read, SIZE, DATA, true],
  'readline' => [:gets, NONE, DATA, true],
  'dup' => [:dup, NONE, nil],
  'connecthelper' => [:connect, ->(host, port, left) { [host, Integer(port), SECONDS.(left)] }, nil, true]
}.freeze

requests, replies = $stdin.dup, $stdout.dup
$stdin.reopen(File::NULL)
$stdout.reopen($stderr).sync = true # what the wrapper prints is no reply
lock = Mutex.new
say = ->(*words) { lock.synchronize { replies.syswrite("#{words.join(' ')}\n") } }
lines = Queue.new
Thread.new do # so that the end of input is seen while a call is blocked
  while (line = requests.gets) do lines << line.chomp end
  lines << nil
  sleep 0.1 # for what came before the end, unless it waits
  exit!(0)
end
calling, handled = false, 0
trap('USR2') { handled += 1 }
trap('USR1') { raise Interrupted, 'by a signal' if calling }
begin
  file, name = File.expand_path(ARGV[0]), ARGV[1]
  load file
  own = Object.constants.select { |key| Object.const_source_location(key)&.first == file }
  own.select! { |key| Object.const_get(key).is_a?(Class) && !(Object.const_get(key) <= Exception) }
  raise NameError, "name a class after a #; the file defines #{own.empty? ? 'none' : own.join(', ')}" unless name || own.one?
  wrapper = Object.const_get(name || own.first)
rescue Exception => e # exit among them
  say.(lines.pop.split.first, "error 0 #{e.class}: #{one_line(e.message)}")
  exit!(1)
end
declared = wrapper.const_defined?(:WOULDBLOCK) ? wrapper::WOULDBLOCK : {}
features = declared.fetch(:features, []).map(&:to_s)
greeting = "ok 0 name=#{wrapper.name} version=#{RUBY_VERSION} language=ruby"
greeting += " features=#{features.join(',')}".sub(/=\z/, '=-') if declared[:features]
greeting += " variants=#{declared[:variants].map { |pair| pair.join('=') }.join(',')}".sub(/=\z/, '=-') if declared[:variants]
sockets, handed_out = {}, 0
keep = ->(one) { lock.synchronize { sockets[id = "s#{handed_out += 1}"] = one; [id] } }
keep_one = ->(value) { keep.(value) if value.respond_to?(:close) }
keep_accepted = ->(value) { value.is_a?(Array) && (from = ADDRESS.(value[1])) && keep_one.(value[0])&.+(from) }
reset = -> { handled = 0; sockets.each_value { |left| left.close rescue nil }.clear }
call_for = lambda do |operation, words| # what to call, and what makes words of its result
  case [operation, *words]
  in ['hello', '1'] then raise Refused, greeting
  in ['reset'] then [reset, DONE]
  in ['signals'] then [-> { handled }, COUNT]
  in ['open'] then [-> { wrapper.new }, keep]
  in ['open', 'ipv6' | 'unix' | 'udp' => kind] if features.include?(kind) then [-> { wrapper.new(kind.to_sym) }, keep]
  else
    method, arguments_of, words_of, = OPERATIONS.fetch(operation) { raise Refused, 'unsupported 0 no such operation' }
    one = operation == 'connecthelper' ? wrapper : sockets.fetch(words.shift) { raise Refused, 'invalid 0 no such handle' }
    arguments = arguments_of.(*words) rescue raise(Refused, 'invalid 0 malformed words')
    has = one.respond_to?(method) && one.method(method).owner != Kernel # where every object has a `send` and a `dup`
    raise Refused, "unsupported 0 the wrapper has no method #{method}" unless has
    [-> { one.public_send(method, *arguments) }, words_of || (operation == 'accept' ? keep_accepted : keep_one)]
  end
end
serve = lambda do |id, operation, words, main|
  enter = -> { say.(id, 'entered 0') if OPERATIONS.dig(operation, 3) }
  call, words_of = call_for.(operation, words)
  enter.()
  began = now_micros.()
  begin
    calling = main
    value = call.()
    took = now_micros.() - began
    next say.(id, 'would-block', took, value) if %i[wait_readable wait_writable].include?(value) # with exception: false
    made = words_of.(value)
    made ? say.(id, 'ok', took, *made) : say.(id, 'error', took, 'wrong-type:', one_line(value.inspect))
  rescue StandardError, NotImplementedError => e
    took ||= now_micros.() - began
    say.(id, status_of(e), took, "#{e.class}:", one_line(e.message))
  ensure
    calling = false
  end
rescue Refused => e
  enter.()
  say.(id, e.message)
end
while (line = lines.pop)
  id, operation, *words = line.split
  next serve.(id, operation, words, true) unless operation&.start_with?('&')
  Thread.new(id, operation[1..], words) { |*request| serve.(*request, false) }.abort_on_exception = true
end
sleep # the thread that saw the end of input ends the process
