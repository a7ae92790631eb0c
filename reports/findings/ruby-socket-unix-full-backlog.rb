# Library:   Ruby's Socket, 3.1.7 on Linux
# Behaviour: unix.connect.waits
# Prints:    connect answered 0, but the socket is not connected
# Should:    wait until the queue of the listener has room, as connect(2) does on a descriptor that blocks, or raise EAGAIN
#
# Descriptors do not block since Ruby 3.0. To EAGAIN from connect(2) Ruby waits for the socket to become writable, which one
# that is not connected is at once, and takes an SO_ERROR of 0 for success.
require 'socket'
require 'tmpdir'

Dir.mktmpdir do |folder|
  address = Socket.sockaddr_un("#{folder}/s")
  listener = Socket.new(:UNIX, :STREAM)
  listener.bind(address)
  listener.listen(0)
  waiting = Socket.new(:UNIX, :STREAM)
  waiting.connect(address) # fills the queue

  socket = Socket.new(:UNIX, :STREAM)
  answer = socket.connect(address)
  begin
    socket.remote_address
    puts "connect answered #{answer}, and the socket is connected"
  rescue Errno::ENOTCONN
    puts "connect answered #{answer}, but the socket is not connected"
  end
end
