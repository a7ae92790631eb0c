// promise-socket 8.0.0 on Node 20.20
// timeout.usable-after.recv, timeout.mixed-ops, res.cpu.timed-send, timeout.partial-progress
// prints: Timeout, then Timeout, then write after end
// should: Timeout, then 4
// A timeout destroys the connection (as its README says), and the next call of the other direction tells of it again.
import { createServer } from 'node:net'
import { PromiseSocket } from 'promise-socket'

const server = createServer(() => {}).listen(0, '127.0.0.1', async () => {
  const socket = new PromiseSocket()
  await socket.connect(server.address().port, '127.0.0.1')
  socket.setTimeout(500)
  await socket.read().catch(({ message }) => console.log(message))
  socket.setTimeout(0)
  for (let turn = 0; turn < 2; turn++)
    await socket.write('more').then(console.log, ({ message }) => console.log(message))
  server.close()
})
