import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** One end of a TCP connection on this host, or a listener, as the kernel tells of it. */
export interface TcpSocket {
  readonly localPort: number
  /** 0 of a listener. */
  readonly remotePort: number
  readonly state: 'listen' | 'time-wait' | 'other'
  /** What `socketInodes` tells its holders by; `0` of one that no process holds, or has accepted yet. */
  readonly inode: string
}

const states: Readonly<Record<string, TcpSocket['state']>> = { '0A': 'listen', '06': 'time-wait' }

/** All TCP sockets of this network namespace, over IPv4 and IPv6. Empty where there is no `/proc`. */
export const tcpSockets = (): TcpSocket[] =>
  ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((table) => {
    const [, ...rows] = textOf(table).trimEnd().split('\n')
    return rows.map((row): TcpSocket => {
      const [, local = '', remote = '', state = '', , , , , , inode = '0'] = row.trim().split(/\s+/)
      return { localPort: portIn(local), remotePort: portIn(remote), state: states[state] ?? 'other', inode }
    })
  })

/**
 * The inodes of the sockets that a process holds. Throws where it is gone, is not ours to look at, or has no descriptor at
 * all: such a one is ending, and its sockets may still be being closed.
 */
export function socketInodes(pid: number | string): string[] {
  const descriptors = readdirSync(`/proc/${pid}/fd`)
  if (descriptors.length === 0) throw new Error(`process ${pid} has no descriptors`)
  return descriptors.flatMap((fd) => /^socket:\[(\d+)\]$/.exec(linkAt(`/proc/${pid}/fd/${fd}`))?.[1] ?? [])
}

const portIn = (address: string): number => parseInt(address.split(':')[1] ?? '0', 16)

function textOf(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}

/** Empty for a descriptor that has been closed since it was listed. */
function linkAt(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
