/** Lanes of a run: with fewer its waits no longer overlap enough, with more their start costs more than they save. */
export const defaultLanes = 24

/** A lane in Python costs 20 ms of CPU time to start, in Node 55 ms: more of them are worth it. */
export const pythonLanes = 32

/** The interpreter of Python wrappers. */
export const defaultPython = 'python3'
