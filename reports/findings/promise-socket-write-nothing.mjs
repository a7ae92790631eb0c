// promise-socket 8.0.0 on Node 20.20
// block.sendall.complete
// prints: still pending after 2 s
// should: done
// writeAll resolves when its last chunk is written, and of no bytes there is none.
import { createServer } from 'node:net'
import { PromiseSocket } from 'promise-socket'

const server = createServer(() => {}).listen(0, '127.0.0.1', async () => {
  const socket = new PromiseSocket()
  await socket.connect(server.address().port, '127.0.0.1')
  setTimeout(() => {
    console.log('still pending after 2 s')
    process.exit()
  }, 2_000)
  await socket.writeAll(Buffer.alloc(0))
  console.log('done')
  process.exit()
})
