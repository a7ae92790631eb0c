/** The operations that every adapter knows. What a wrapper lacks answers `unsupported`. */
export const coreOperations = [
  'hello',
  'open',
  'setblocking',
  'getblocking',
  'settimeout',
  'gettimeout',
  'bind',
  'listen',
  'accept',
  'connect',
  'send',
  'sendall',
  'recv',
  'shutdown',
  'close',
  'sockname',
  'peername',
  'reset',
] as const

export type Operation = (typeof coreOperations)[number]

/** Operations that may wait: the adapter announces them (`entered`) before it makes the native call. */
export const announcedOperations = new Set<string>(
  'accept connect send sendall recv sendto recvfrom peek poll readexact readline wrap connecthelper'.split(
    ' ',
  ),
)
