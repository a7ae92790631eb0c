import { besideSeconds } from '../harness/clock.ts'
import { behaviours } from '../harness/engine/behaviour.ts'
import { acceptors, crowdedCalls, fewRuns, holdsOf } from '../harness/trials/table.ts'

/** Several timed accepts on one listener, and one client. */
export const acceptRace = behaviours(
  [
    {
      id: 'conc.two-acceptors',
      level: 'should',
      tier: 2,
      says: 'Of several threads or tasks in a timed accept on one listener exactly one gets the only client, at once, and each other times out after its own timeout.',
      source: 'OpenJDK Timeouts.testTimedAccept10 and 11; jdk pull request 25614',
      observed:
        'Calls wait side by side when the client comes; the one that returns is measured from then, the others from their request.',
      breaks: 'callers queue on a lock that is held while one waits, so that their timeouts add up',
      hint: 'Hold no lock while a call waits, or take what it costs to get the lock out of the timeout.',
      needs: ['timeout.accept.expires', 'timeout.accept.not-late', 'timeout.data-before-deadline'],
      features: ['threads'],
    },
    {
      id: 'conc.shared-listener-race',
      level: 'should',
      tier: 2,
      says: 'A timed accept whose client another one has taken still ends in a timeout; it does not wait for the next client.',
      source: 'php-src issue 13220; select(2), BUGS; libfabric issue 6501',
      observed:
        'All are told of the only client, and one of them takes it; the others must end all the same.',
      breaks: 'accept waits for readiness with a timeout, and then makes a blocking system call',
      hint: 'Keep the descriptor of a listener with a timeout non-blocking, and wait again if accept(2) finds nobody.',
      needs: ['timeout.accept.expires'],
      features: ['threads'],
    },
  ],
  {
    given: holdsOf(fewRuns),
    takesSeconds: () => besideSeconds,
    async check({ open, peers, expect, hold, now, firstOver }, { holdMillis }) {
      const two = expect.of('conc.two-acceptors')
      const { listener, address } = await open.listener()
      await listener.setTimeout(besideSeconds)
      const calls = []
      while (calls.length < acceptors) calls.push(await listener.aside.accept())
      await hold(holdMillis)
      const crowd = listener.crowd(crowdedCalls)
      const client = await peers.dial(address)
      const dialledAt = now()
      const { first, others } = await firstOver(calls, besideSeconds)
      await crowd
      // On a machine that stalls the first may have timed out before the client came: how long it took is measured.
      two(first).is('ok', 'timeout')
      two(first).wokeAfter(dialledAt)
      const answers = [first]
      for (const other of others) {
        const answer = await other
        expect.of('conc.shared-listener-race')(answer).is('ok', 'timeout')
        answers.push(answer)
      }
      const taken = answers.filter(({ status }) => status === 'ok')
      two.that(taken.length <= 1, {
        expected: 'one client is accepted once',
        happened: `${taken.length} calls answered a client`,
      })
      for (const answer of taken) two(answer).isClient(client)
      for (const answer of answers) if (answer.status === 'timeout') two(answer).expiredAfter(besideSeconds)
    },
  },
)
