import type { Venue } from './ground.ts'
import type { Scenario } from './behaviour.ts'

/** A venue, and what its wrapper declares. */
export interface ReferenceVenue extends Venue {
  readonly hello: { readonly features: readonly string[] | undefined }
}

/** Wrappers known to be good, which are opened when they are first asked for. */
export interface References {
  /** The first that offers what a scenario needs; undefined if none does. */
  beside(scenario: Scenario): Promise<Venue | undefined>
  /** Closes those that were opened. */
  close(): Promise<void>
}

/** `openers` open one wrapper each, the one to be preferred first; what cannot be opened is passed over. */
export function keepReferences(openers: readonly (() => Promise<ReferenceVenue | undefined>)[]): References {
  const opened = new Map<number, Promise<ReferenceVenue | undefined>>()
  const at = (index: number): Promise<ReferenceVenue | undefined> => {
    const venue = opened.get(index) ?? openers[index]?.() ?? Promise.resolve(undefined)
    opened.set(index, venue)
    return venue
  }
  return {
    async beside(scenario) {
      const features = new Set(scenario.behaviours.flatMap((behaviour) => behaviour.features ?? []))
      for (const index of openers.keys()) {
        const venue = await at(index)
        if (venue && [...features].every((feature) => venue.hello.features?.includes(feature) === true))
          return venue
      }
      return undefined
    },
    async close() {
      const venues = await Promise.all(opened.values())
      await Promise.all(venues.filter((venue) => venue !== undefined).map(({ pool }) => pool.close()))
    },
  }
}
