/** Lanes of a run: with fewer its waits no longer overlap enough, with more their start costs more than they save. */
export const defaultLanes = 26

/** A lane in Python costs 20 ms of CPU time to start, in Node 55 ms: more of them are worth it. */
export const pythonLanes = 34

/** The interpreter of Python wrappers. */
export const defaultPython = 'python3'
