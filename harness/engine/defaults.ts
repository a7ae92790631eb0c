/** Lanes of a run: with fewer its waits no longer overlap enough, with more their start costs more than they save. */
export const defaultLanes = 20

/** The interpreter of Python wrappers. */
export const defaultPython = 'python3'
