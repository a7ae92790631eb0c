import type { Call, Pending } from './calls.ts'

/** Which of several calls was over first, and the others on their way. */
export interface FirstOver {
  readonly first: Call
  /** Its place among the calls. */
  readonly index: number
  readonly others: readonly Promise<Call>[]
}

/** Resolves when one of the calls is over. Rejects, as the calls do, when what ended it ends the trial. */
export async function firstOver(calls: readonly Pending[], expectedSeconds = 0): Promise<FirstOver> {
  const overs = calls.map((call) => call.over(expectedSeconds))
  const [first, index] = await Promise.race(
    overs.map(async (over, at): Promise<[Call, number]> => [await over, at]),
  )
  return { first, index, others: overs.filter((_, at) => at !== index) }
}
