import { behaviours } from '../harness/engine/behaviour.ts'
import { programSeconds } from '../harness/clock.ts'
import type { LaunchedProgram } from '../harness/programs/launch.ts'

const page = 'The page: the listing of the trivial server, and what it prints'

/** The page's program, plugged in whole: it binds port 0, prints the address that it got, and goes on listening. */
export const trivialServer = behaviours(
  [
    {
      id: 'program.trivial-server.prints-address',
      level: 'must',
      tier: 1,
      says: 'The program prints one line with the address that its socket is bound to, on 127.0.0.1.',
      source: page,
      observed: 'Its output is read through a pseudo-terminal until a line has 127.0.0.1 and a port in it.',
      breaks: 'the address is printed before bind, is that of another socket, or is never printed',
      hint: 'Print what getsockname() answers after bind, on a line of its own.',
    },
    {
      id: 'program.trivial-server.ephemeral-port',
      level: 'must',
      tier: 1,
      says: 'The port that the program prints is not 0.',
      source: page,
      observed: 'The port in the line that it printed.',
      breaks: 'the address that was asked for is printed, not the one that was got',
      hint: 'Ask the socket for its address (getsockname) after bind; do not print your own constant.',
      needs: ['program.trivial-server.prints-address'],
    },
    {
      id: 'program.trivial-server.port-differs',
      level: 'must',
      tier: 1,
      says: 'Two runs of the program at once print different ports.',
      source: page,
      observed: 'Two are started together, and both stay until the end.',
      breaks: 'a fixed port; the second run then fails to bind',
      hint: 'Bind port 0, so that the system picks a free port for every run.',
      needs: ['program.trivial-server.prints-address'],
    },
    {
      id: 'program.trivial-server.takes-connections',
      level: 'must',
      tier: 1,
      says: 'A client can connect to the address as soon as it has been printed and the program listens.',
      source: page,
      observed: 'The harness connects to the printed address; it tries again for up to a second.',
      breaks: 'the program never listens, or listens on another address than it prints',
      hint: 'Call listen() on the socket whose address you print.',
      needs: ['program.trivial-server.ephemeral-port'],
    },
    {
      id: 'program.trivial-server.keeps-running',
      level: 'must',
      tier: 1,
      says: 'Seconds later the program still runs, and its queue still takes connections.',
      source: page,
      observed: 'After more than two seconds it has not ended, and a client that connects is not refused.',
      breaks: 'the program ends after printing, or when a timeout of half a second expires somewhere',
      hint: 'Go on listening in a loop without end; catch the timeout if you call accept().',
      needs: ['program.trivial-server.takes-connections'],
    },
    {
      id: 'program.trivial-server.prints-once',
      level: 'should',
      tier: 2,
      says: 'The program prints its address once, not again each time it listens.',
      source: page,
      observed: 'All lines that it has printed by then.',
      breaks: 'the print stands inside the loop',
      hint: 'Print before the loop begins.',
      needs: ['program.trivial-server.prints-address'],
    },
  ],
  {
    takesSeconds: () => programSeconds,
    async check({ launch, peers, expect, hold, comesTrue }) {
      const printed = expect.of('program.trivial-server.prints-address')
      const differs = expect.of('program.trivial-server.port-differs')
      const running = expect.of('program.trivial-server.keeps-running')
      const pair = [launch(), launch()]
      const said = await Promise.all(
        pair.map((program) => program.line((each) => portIn(each) !== undefined)),
      )
      const ports = said.map((line) => (line === undefined ? undefined : portIn(line)))
      for (const [index, program] of pair.entries()) {
        const [port, other] = [ports[index], ports[1 - index]]
        // Where one of the two cannot start beside the other, they want the same port.
        if (other !== undefined && port === undefined && program.ended !== undefined)
          differs.that(false, {
            expected: 'two runs at once, each with a port of its own',
            happened: `beside the one on port ${other} ${fateOf(program)}`,
          })
        printed.that(port !== undefined, {
          expected: 'a line with 127.0.0.1 and a port',
          happened: fateOf(program),
        })
      }
      expect.of('program.trivial-server.ephemeral-port').that(!ports.includes(0), {
        expected: 'a port other than 0',
        happened: 'the program printed port 0',
      })
      differs.that(ports[0] !== ports[1], {
        expected: 'two ports',
        happened: `both runs printed port ${ports[0]}`,
      })
      for (const [index, program] of pair.entries()) {
        const address = { host: '127.0.0.1', port: ports[index] ?? 0 }
        const taken = await comesTrue(async () => (await peers.probe(address)) === 'taken')
        if (!taken && program.ended !== undefined)
          running.that(false, {
            expected: 'the program runs on',
            happened: fateOf(program),
          })
        expect.of('program.trivial-server.takes-connections').that(taken, {
          expected: `127.0.0.1:${address.port} takes a connection`,
          happened: 'it was refused for a second',
        })
      }
      await hold(programSeconds * 1000)
      for (const [index, program] of pair.entries()) {
        running.that(program.ended === undefined, {
          expected: 'the program runs on',
          happened: fateOf(program),
        })
        const address = { host: '127.0.0.1', port: ports[index] ?? 0 }
        // The page's server accepts no one: a queue that is full by now is a queue that still listens.
        running.that((await peers.probe(address)) !== 'refused', {
          expected: `127.0.0.1:${address.port} still listens`,
          happened: 'it was refused',
        })
        const lines = program.lines.filter((line) => portIn(line) !== undefined)
        expect.of('program.trivial-server.prints-once').that(lines.length === 1, {
          expected: 'one line with the address',
          happened: `${lines.length} lines with an address within ${programSeconds} seconds`,
        })
      }
    },
  },
)

/** What has become of a program, for a report. */
function fateOf({ ended, lines }: LaunchedProgram): string {
  const last = lines.at(-1)
  const printed =
    last === undefined ? 'has printed nothing' : `the last that it printed was "${last.slice(0, 160)}"`
  return `${ended === undefined ? 'it runs on' : `it ended (${ended})`} and ${printed}`
}

/**
 * The port that follows 127.0.0.1, however the address is written: `('127.0.0.1', 51410)`, `127.0.0.1:51410`. A line of
 * the program's own source, which a traceback quotes, is no address.
 */
function portIn(line: string): number | undefined {
  if (/^\s.*\b(?:bind|listen|connect)\w*\s*\(/i.test(line)) return undefined
  const found = /127\.0\.0\.1\D{1,8}(\d{1,5})(?!\d)/.exec(line)
  return found ? Number(found[1]) : undefined
}
