// promise-socket 8.0.0 on Node 20.20
// err.already-connected, err.not-connected, mode.set-after-close
// prints: EISCONN, and the connection is gone: write after end
//         read waits on a socket that was never connected
//         setTimeout succeeded on a socket that is destroyed
// should: EISCONN, and the connection is as it was; then two errors
import { createServer } from 'node:net'
import { PromiseSocket } from 'promise-socket'

const listening = () =>
  new Promise((resolve) => {
    const server = createServer(() => {}).listen(0, '127.0.0.1', () => resolve(server.address()))
  })

const [first, second] = [await listening(), await listening()]
const socket = new PromiseSocket()
for (let turn = 0; turn < 2; turn++) await socket.connect(first.port, '127.0.0.1') // Linux passes a second one
const { code } = await socket.connect(second.port, '127.0.0.1').catch((error) => error)
const became = await socket.write('more').then(
  () => 'as it was',
  ({ message }) => `gone: ${message}`,
)
console.log(`${code}, and the connection is ${became}`)

const pause = new Promise((resolve) => setTimeout(resolve, 1_000, 'pause'))
if ((await Promise.race([new PromiseSocket().read(), pause])) === 'pause')
  console.log('read waits on a socket that was never connected')

socket.destroy().setTimeout(1_000)
console.log('setTimeout succeeded on a socket that is destroyed')
process.exit()
