import { z } from 'zod'
import { causes, verdicts } from '../record/schema.ts'

/** What came of one submission. It is written when all else of it has been, so that whoever finds it finds a finished one. */

export const gradeVersion = 1

/** How a submission's processes were held; each holds more than the one before. */
export const tiers = ['plain', 'user', 'bwrap'] as const
export type Tier = (typeof tiers)[number]

/** Why a behaviour earned nothing, or has not been decided. */
const lost = z.object({
  id: z.string(),
  verdict: z.enum(verdicts),
  cause: z.enum(causes).nullable(),
  /** In one sentence. */
  happened: z.string().nullable(),
  /** The behaviour that has to be mended first, for what is untested. */
  because: z.string().nullable(),
})

const gradedItem = z.object({
  title: z.string(),
  hidden: z.boolean(),
  /** Earned, as far as decided; with at most two decimals. */
  points: z.number(),
  of: z.number(),
  /** What an undecided behaviour may yet earn. */
  pending: z.number(),
  /** How many behaviours of those that count passed. */
  passed: z.number().int(),
  counted: z.number().int(),
  /** Ids of those that passed, in the order of the report: a platform shows a test for each behaviour, green ones too. */
  kept: z.array(z.string()),
  /** In the order of the report: what failed, is untested, was declared away or never came to an end. */
  lost: z.array(lost),
  /** Ids that the instructor has to look at. */
  undecided: z.array(z.string()),
  /** Ids that this host cannot stage, and those about another legitimate variant than this wrapper's: they do not count here. */
  unstaged: z.array(z.string()),
})

export const gradeSchema = z.object({
  version: z.literal(gradeVersion),
  /** The submission's name: of its folder, or of its file or archive without the ending. Unique in a class. */
  student: z.string(),
  submission: z.object({
    /** SHA-256 of all its names and bytes. */
    hash: z.string(),
    /** The wrapper's path in it; null where none was found. */
    wrapper: z.string().nullable(),
  }),
  /** SHA-256 of the assignment as it was read. */
  assignment: z.string(),
  catalogue: z.string(),
  tier: z.enum(tiers),
  /** `review`: an instructor has to look; `notes` say at what. */
  state: z.enum(['graded', 'review']),
  points: z.number(),
  of: z.number(),
  pending: z.number(),
  items: z.array(gradedItem),
  /** Ids of what is undecided because the suite itself failed; absent where it did not. */
  faults: z.array(z.string()).optional(),
  /** One sentence each, for the student: why nothing could be run, or what ended it. Names nothing that is hidden. */
  notes: z.array(z.string()),
  /** One sentence each, for the instructor alone. */
  remarks: z.array(z.string()),
})

export type Grade = z.infer<typeof gradeSchema>
export type GradedItem = z.infer<typeof gradedItem>
export type Lost = z.infer<typeof lost>

/** `DIR/class.json`: what came of a class, or of one shard of it. Nothing in it depends on when or how fast it was made. */
export const classSchema = z.object({
  version: z.literal(gradeVersion),
  title: z.string(),
  assignment: z.string(),
  catalogue: z.string(),
  seeds: z.object({ visible: z.number().int(), hidden: z.number().int() }),
  /** Which part of the sorted class this is; 1 of 1 is all of it. */
  shard: z.object({ index: z.number().int(), of: z.number().int() }),
  /** The names of all submissions of the class, sorted, those of other shards too. */
  students: z.array(z.string()),
  grades: z.array(gradeSchema),
})

export type Class = z.infer<typeof classSchema>
