// promise-socket 8.0.0 on Node 20.20
// err.broken-pipe
// prints: writeAll after end, without a code
// should: an error whose code is EPIPE or ECONNRESET, as of Node's own socket: the caller has ended nothing
import { createServer } from 'node:net'
import { PromiseSocket } from 'promise-socket'

const server = createServer((peer) => peer.destroy()).listen(0, '127.0.0.1', async () => {
  const socket = new PromiseSocket()
  await socket.connect(server.address().port, '127.0.0.1')
  await socket.read() // the end
  await socket
    .writeAll('more')
    .catch(({ message, code }) => console.log(`${message}, ${code ?? 'without a code'}`))
  server.close()
})
