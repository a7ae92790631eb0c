import fc from 'fast-check'

/**
 * Addresses of the loopback network, which on Linux is all of 127.0.0.0/8: what is right for 127.0.0.1 alone shows at any
 * other. They shrink toward 127.0.0.1, so that a counterexample names another only where that matters.
 */
export const loopbackHosts = (): fc.Arbitrary<string> =>
  fc.noBias(
    fc
      .tuple(
        fc.integer({ min: 0, max: 255 }),
        fc.integer({ min: 0, max: 255 }),
        fc.integer({ min: 1, max: 254 }),
      )
      .map((parts) => `127.${parts.join('.')}`),
  )
