/** Lanes of a run: with fewer its waits no longer overlap enough, with more their start costs more than they save. */
export const defaultLanes = 24

/** A lane in Python costs 20 ms of CPU time to start, in Node 45 ms: a third more of them save a tenth of the time. */
export const swiftLanes = 32

/** The interpreter of Python wrappers. */
export const defaultPython = 'python3'

/**
 * Where several runs share the machine, what counts is the CPU time of each and not how long it takes: with 12 lanes a run
 * over a Python wrapper took 4.0 s of it, with 30 it took 4.8 s, as most of the time of a lane is its start.
 */
export const lanesAmongMany = 12
