import { allProcesses, descendantsOf } from '../lanes/process-tree.ts'
import type { Encounters } from '../peers/peer.ts'
import { socketInodes, type TcpSocket, tcpSockets } from '../tcp-table.ts'

/**
 * Whether somebody had a hand in a trial who has no part in it, and what he did. Ports are given out anew, and another
 * program on this host may dial, or listen on, the one it knew: where two classes were tested side by side, the client of
 * an attempt to connect that one of them had never given up came to a listener of the other's.
 *
 * Told by the kernel's table, and only of a socket that is seen in the hands of a process that is neither among `pids` nor
 * descends from them; a wrapper that makes a client up, dials itself, or waits on what it has closed is no stranger.
 * Undefined where nothing is proven.
 */
export function strangersDeed(pids: readonly number[], { dialled, came }: Encounters): string | undefined {
  if (pids.length === 0) return undefined
  const held = heldBy(pids)
  if (held === undefined) return undefined
  const sockets = tcpSockets()
  let others: ReadonlySet<string> | undefined
  const isStrangers = ({ inode }: TcpSocket): boolean => {
    if (inode === '0' || held.has(inode)) return false
    others ??= heldByOthers(pids)
    return others.has(inode)
  }
  const listeners = sockets.filter(({ state }) => state === 'listen')

  const own = new Set(listeners.filter(({ inode }) => held.has(inode)).map(({ localPort }) => localPort))
  const known = new Set(dialled.map(({ from }) => from))
  const clients = sockets
    .filter(({ localPort, remotePort }) => own.has(localPort) && remotePort !== 0 && !known.has(remotePort))
    .map(({ localPort, remotePort }) => ({ from: remotePort, to: localPort }))
  const uninvited = [...came, ...clients].find(({ from, to }) =>
    sockets.some((end) => end.localPort === from && end.remotePort === to && isStrangers(end)),
  )
  if (uninvited !== undefined)
    return `a stranger's connection came from port ${uninvited.from} to port ${uninvited.to}`

  const lost = dialled.find(
    ({ to }) => !own.has(to) && listeners.some((each) => each.localPort === to && isStrangers(each)),
  )
  return lost && `port ${lost.to} is a stranger's by now`
}

/** Undefined where one of them is gone, or not ours to look at: nothing can be said then of whose a socket is. */
function heldBy(pids: readonly number[]): ReadonlySet<string> | undefined {
  try {
    return new Set(familyOf(pids).flatMap(socketInodes))
  } catch {
    return undefined
  }
}

/** As far as they are ours to look at. */
function heldByOthers(pids: readonly number[]): ReadonlySet<string> {
  const family = new Set(familyOf(pids))
  const held = allProcesses().flatMap((pid) => {
    try {
      return family.has(pid) ? [] : socketInodes(pid)
    } catch {
      return []
    }
  })
  return new Set(held)
}

const familyOf = (pids: readonly number[]): number[] => pids.flatMap((pid) => [pid, ...descendantsOf(pid)])
