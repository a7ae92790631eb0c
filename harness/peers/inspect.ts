import { readdir } from 'node:fs/promises'
import { tcpSockets, type TcpSocket } from '../tcp-table.ts'

/** What the kernel says of this host's sockets, for the tests of the peers. Linux only. */

const inState = (state: TcpSocket['state']): TcpSocket[] =>
  tcpSockets().filter((socket) => socket.state === state)

/** Whether anybody listens on `port` of any address. */
export const listening = (port: number): boolean =>
  inState('listen').some(({ localPort }) => localPort === port)

/** How many connections linger after an orderly close. */
export const lingering = (): number => inState('time-wait').length

/** How many descriptors this process has open. */
export const openDescriptors = async (): Promise<number> => (await readdir('/proc/self/fd')).length
