/**
 * Every duration of the project, each with its reason. Nothing else in harness/ or suites/ holds a bare millisecond.
 * Names tell the role; units are in the name. The rules they serve are those of the design's section 6.
 */

/** Microseconds on the monotonic clock that all traces share. */
export const nowMicros = (): number => Number(process.hrtime.bigint() / 1000n)

/** Resolves after at least `milliseconds`. */
export const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds)
  })

/** A call that is still not over this long after it should be hangs. A stalled machine was never seen to take 1 s. */
export const hangGraceMillis = 10_000

/**
 * A call whose bytes still arrive, though too slowly because the harness waits for a core, is given up to so many times
 * as long in all. Beside two classes that were graded at once the harness read 18 to 27 KB a second from a small pipe, which
 * is up to 23 s for the 400,000 bytes of a `sendall`.
 */
export const mostGraces = 6

/** Who waits for a core for so much of a grace starves: there it was 86 % of the time. */
export const starvedMicros = (hangGraceMillis * 1000) / 2

/** What a trial has left blocked on other threads is given this long to end; a lane where it does not is given up. */
export const leftoverMillis = 250

/** A lane must answer `hello` within this. A cold Python under 8 busy processes took 0.4 s, a cold JVM 3 s. */
export const helloMillis = 15_000

/** A compiler that is not done with one file by then never is; a cold `go build` makes its standard library first. */
export const compileMillis = 180_000

/** A build that was begun so long ago is nobody's any more. */
export const abandonedBuildMillis = 3_600_000

/** A build that no run has used for so long, 30 days, is removed. */
export const unusedBuildMillis = 2_592_000_000

/** Early by more than this fails at once: nothing correct was seen to be more than 7 ms early (stale kernel ticks). */
export const earlyAtOnceMicros = 15_000

/**
 * Early by more than this, twice on the same input from outside, or in every repeat by the adapter's figure, fails. Node's
 * timers end up to 0.74 ms early.
 */
export const earlyRepeatedMicros = process.platform === 'win32' ? 16_000 : 3_000

/** How often an early input is repeated, and how far apart: a stale tick came once in some thousands of waits. */
export const earlyRepeats = 5

/** Later than T + 40 ms + T/8 is suspect: timer wheels round up by as much as 12.5 %. */
export const lateMicros = (timeoutSeconds: number): number => 40_000 + (timeoutSeconds * 1e6) / 8

/** A wake-up seen later than this from outside is suspect: 17 ms was the most beside 8 busy processes. */
export const lateWakeMicros = 50_000

/** An immediate answer that takes longer than this inside is suspect: 0.2 ms was the most beside 8 busy processes. */
export const lateImmediateMicros = 10_000

/** Later than this is no noise: a stalled machine was never seen to take 1 s. Fewer repeats then settle it. */
export const grosslyLateMicros = 1_000_000

/**
 * Repeats that look at lateness first, how many settle it if each is grossly late or the wrapper is known to be late, and
 * their spacing.
 */
export const lateRepeats = 10
export const lateVotes = 3
export const repeatSpacingMillis = { min: 20, max: 90 }

/**
 * Where some of those repeats were late and some were not, this many more are made when nothing else runs. Of a wrapper
 * that is late in one call of five, five or more are late 99 times of 100; after 24 without a late one that is as good
 * as ruled out.
 */
export const rateRepeats = 60
export const rateVotes = 5
export const enoughPunctual = 24

/** What keeps a process from running excuses a late expiry from this long before it on; timers of the harness are late, too. */
export const expiryEveMillis = 20

/** A peer's act is noted this much after it at the most. */
export const notedMicros = 1_000

/** How many of them run side by side: they are waits, and two cores were seen to keep four in time. */
export const rateAbreast = 4

/**
 * A call that took this much longer outside than it may take at all, while its adapter says that it was in time, is looked
 * at again: what is left of ten repeats at their best cannot be the machine.
 */
export const hiddenMicros = 15_000

/** Inside may exceed outside by 1 ms + 0.1 % (rounding, clock drift); more is a lie. */
export const insideExcessMicros = (outsideMicros: number): number => 1_000 + outsideMicros / 1_000

/** Outside may exceed inside by this; more voids the sample: the harness or the pipe was held up. */
export const outsideExcessMicros = 100_000

/**
 * A request with a word longer than this (32 KB in hex) takes its time through a pipe: one of 2 MB took 0.1 s beside 8 busy
 * processes. It counts as late only from when the call was announced.
 */
export const largeWord = 65_536

/** A void sample is taken again this often; then the outside decides, beside the reference lane. */
export const voidRetakes = 3

/**
 * And a trial in which a call was late while somebody was kept from running, this often: on a machine where that happens
 * to two calls of three, one of ten is in time 98 times of 100, and the repeats beside a reference cost twice as much.
 */
export const excusedRetakes = 10

/**
 * A waiting process that runs, or is ready to run, for more than this share of the wait spins. A spinner stays above
 * 0.9 even under load; waiting in slices of 5 ms was at most 0.09.
 */
export const busyShare = 0.5

/** Repeats that confirm spinning: the least of them counts, since load can only add. */
export const busyRepeats = 3

/** After a process's exit its last replies are read for this long, should a stranger still hold its pipes open. */
export const drainMillis = 200

/** A process that ended its output is given this long to be gone before it is held to be mute: a core dump takes time. */
export const muteMillis = 2_000

/** For how long a non-blocking call is repeated before its answer counts: promise-based wrappers need a turn or more. */
export const readinessMillis = 1_000

/** And at least this often, however long each takes. */
export const leastTries = 10

/** Pause between such repeats. */
export const readinessPauseMillis = 5

/** How long a peer waits for a connection, or for an answer to its dial, unless told otherwise. Loopback takes 1 ms. */
export const peerPatienceMillis = 5_000

/** A paced reader looks this often: fine enough that 20 KB/s flows in sips of 200 bytes, seldom enough to cost nothing. */
export const paceMillis = 10

/** A connect still pending after this proves that the accept queue is full; one that gets in takes less than 1 ms. */
export const fullQueueProofMillis = 100

/** For so long the port of a blackhole is kept after its trial: Linux sends a SYN again after 1 s, four times. */
export const heldPortMillis = 2_500

/** How often a failure is tried again where no trial came before, and as often where some did. */
export const freshRepeats = 3

/** The calls that are held for a whole run are held at least this long: twice the longest timeout that a run sets. */
export const wholeRunMillis = 3_000

/** A quick run holds them for as long as it takes in any case, and leaves longer inputs to a full one. */
export const quickRunMillis = 1_400
export const quickInputSeconds = 1.2

/** Shrinking stops after this: a smaller counterexample is a comfort, not a verdict. */
export const shrinkMillis = 3_000

/** A pipe is full when nothing has been taken for this long: the kernel was seen to grow one within a quarter of a second. */
export const fullPipeMillis = 400

/** How long a program is watched after it has taken its first connection: several of the page's timeouts of 0.5 s. */
export const programSeconds = 2.2

/** A blocking call is held this long to tell its mode: twice the longest timeout that was in force before (0.2 s). */
export const modeHoldMillis = 400

/** A call that is this much overdue is most likely a hang: another lane may start in its lane's place. */
export const overdueMillis = 1_000

/** A timer ends up to this much late; the last of a wait that has to be exact goes by in turns of the event loop. */
const inexactMicros = 1_500

/** Resolves at `atMicros`, late by some tens of microseconds on an idle machine. */
export async function sleepUntil(atMicros: number): Promise<void> {
  const left = atMicros - nowMicros() - inexactMicros
  if (left > 0) await sleep(left / 1000)
  while (nowMicros() < atMicros) await nextTurn()
}

const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

/** A timeout that no correct call comes near: what it waits for comes within half a second, and no stall lasts as long. */
export const ampleSeconds = 5

/** A timeout within which several MB get through a small pipe on any machine: 0.1 s when idle, 9 s beside 12 busy processes. */
export const budgetSeconds = 60

/** A timeout of calls that need not wait at all. A wrapper that waits all the same takes as long for every one of them. */
export const needlessSeconds = 2

/**
 * Races between data and an expiry: the timeout, how far data is aimed off the expiry, and how fast the aim is mended. Where
 * nothing else runs, an expiry ends less than `aside` later outside than inside.
 */
export const raceSeconds = 0.04
export const raceMicros = { aside: 1_000, step: 200 }

/** A connect that is given up after this leaves no connection behind: its next SYN would come 1.0 to 1.1 s after the first. */
export const ghostSeconds = 0.3
export const ghostMillis = 1_200

/** In a sequence, a call that should wait is held this long; one that does not wait at all is over after 1 ms. */
export const sequenceHoldMillis = 25

/** In a sequence, what was taken is given this long to arrive before the sequence goes on. Loopback takes 1 ms. */
export const arrivalMillis = 300

/** A wait is watched this long for spinning: start-up work of a fresh process was over after 50 ms. */
export const watchMillis = 650

/**
 * A timed wait that is watched for spinning, its middle and its last tenth of a second: windows in milliseconds before
 * its end. A pipe that was full for the first of the two timeouts stays so for the second.
 */
export const watched = {
  seconds: 0.5,
  fillSeconds: 0.15,
  middle: { fromMillis: 400, toMillis: 200 },
  tail: { fromMillis: 90, toMillis: 25 },
}

/** Timeouts that are let expire by the dozen, to see whether each leaves something behind. */
export const leakSeconds = { connect: 0.02, recv: 0.01, after: 0.2, suspect: 0.001 }

/** Whether a call is over is looked at after this, where most such calls are over at once. */
export const glanceMillis = 15

/** recv(0) is asked with this timeout, since in some wrappers it waits. */
export const zeroSizeSeconds = 0.3

/** A timeout that is let expire once, where it matters what comes after it. */
export const shortSeconds = 0.3

/** A pending connect completes with its next SYN: the second comes 1.0 to 1.1 s after the first. */
export const nextSynSeconds = 1.1

/** A trickle whose pauses are well within the timeout, and that goes on for longer than the timeout in all. */
export const trickle = { timeoutSeconds: 0.6, pauseMillis: 150, pauses: 7 }

/** Pauses of a trickle that the harness stretched beyond this may have let a timeout per byte expire. */
export const tricklePauseMostMillis = 500

/** A call without a timeout outlasts the one that was in force before, by a factor of five. */
export const lasting = { timeoutSeconds: 0.2, holdMillis: 1_000 }

/**
 * Steps of the wall clock in the midst of a wait: an hour ahead, as daylight saving has it, and back by as much as no
 * stall explains. A wait that follows the clock ends with the one and goes on for the other; an hour would only cost more.
 */
export const wallClockSteps = [3_600, -2]

/** Signals during a wait come this far apart: 50 a second, as those of a profiler do. */
export const signalMillis = 20

/** A call is sent signals for this long where it must simply outlast them: half a dozen. */
export const signalledSeconds = 0.12

/** Timeouts of calls whose leavings might come up later; they are looked for twice as long. */
export const lateEventSeconds = 0.08

/** What a row of a hundred calls takes beside the rest of a run. Decides only what starts first. */
export const manyCallsSeconds = 0.3

/** Data that must come before an expiry is handed over at least this long before it, or the trial says nothing. */
export const inTimeMicros = 100_000

/**
 * A run that takes longer than this leaves out what needs a behaviour that has failed: correct wrappers took 6 s, and 60 s
 * at the most beside 30 busy processes, but nothing that they need fails.
 */
export const hurryMillis = 10_000

/** A call on another thread is given this long to be blocked, and this long to be woken by what should not wake it. */
export const settlingMillis = { blocked: 150, woken: 100 }

/** The timeout of calls that wait side by side, long enough for one to be disturbed and measured all the same. */
export const besideSeconds = 0.6

/** The timeout of many calls that wait side by side: those that queue instead exceed it by far. */
export const parallelSeconds = 0.3

/** A timeout that is set while a call with a longer one waits, and would be over long before it. */
export const changedSeconds = { from: 1.5, to: 0.1 }

/** A getter may answer what its own unit makes of a timeout: milliseconds, or the kernel's microseconds. */
export const resolutionSeconds = 0.001

/** The timeout that the page names; counterexamples shrink toward it. */
export const pageTimeoutSeconds = 0.5

/** Strangers send this often into the wait of a socket that is not theirs: each time well before the last one is forgotten. */
export const strangerMillis = 90

/**
 * An examination whose time is over waits for calls in flight as long as a hang takes to be seen, and ends its processes;
 * whoever waits for it waits for twice that.
 */
export const examinerGraceMillis = 2 * hangGraceMillis

/** A control beside a class that is graded waits so long, again and again, and tells of it about once a second. */
export const controlWaitMillis = 20
export const controlWindowMillis = 1_000

/**
 * Waits that end later than the first are a third of what makes a wrapper's suspect: fewer examinations then run. Earlier
 * than the second, there is room for one more. With six examinations on two cores a tenth of them was late by 1 to 8 ms,
 * beside 8 busy processes by 30 to 98 ms, and after five seconds one examination was left.
 */
export const controlLateMillis = 15
export const controlPunctualMillis = 5

/** Whoever a submission has left behind is dead and buried by then: a signal takes microseconds, a stall was never seen to take 1 s. */
export const sweepMillis = 5_000
export const sweepPauseMillis = 10

/** A janitor whose harness was killed has cleaned up by then: it waits for 1 s where it was disturbed. */
export const janitorMillis = 3_000

/** How often the disk that a submission has used is looked at: in between it writes some hundred MiB at the most. */
export const diskLookMillis = 500
