import { readdir, readFile } from 'node:fs/promises'

/** What the kernel says of this host's sockets, for the tests of the peers. Linux only. */

const states = { listen: '0A', timeWait: '06' }

async function count(state: keyof typeof states, port?: number): Promise<number> {
  const lines = (await readFile('/proc/net/tcp', 'ascii')).split('\n').slice(1)
  return lines.filter((line) => {
    const [, local, , found] = line.trim().split(/\s+/)
    return found === states[state] && (port === undefined || parseInt(local!.split(':')[1]!, 16) === port)
  }).length
}

/** Whether anybody listens on `port` of any IPv4 address. */
export const listening = async (port: number): Promise<boolean> => (await count('listen', port)) > 0

/** How many connections linger after an orderly close. */
export const lingering = (): Promise<number> => count('timeWait')

/** How many descriptors this process has open. */
export const openDescriptors = async (): Promise<number> => (await readdir('/proc/self/fd')).length
