import { z } from 'zod'
import { profiles } from '../../variants.ts'
import { readSize } from './size.ts'

/** The shape of an assignment file: which keys there are and what each holds. What they mean together is not asked here. */

const oneOrMany = <Value extends z.ZodType>(value: Value, least = 1) =>
  z
    .union([value, z.array(value).min(least)])
    .transform((given) => (Array.isArray(given) ? given : [given]) as z.infer<Value>[])

const text = z.string().trim().min(1)
/** Beyond a million something has slipped, and hundredths could no longer be told apart. */
const points = z
  .number()
  .min(0)
  .max(1e6)
  .refine((given) => Math.abs(given * 100 - Math.round(given * 100)) < 1e-6)
const seed = z.int()
const size = (leastMiB: number) =>
  z
    .string()
    .refine((given) => (readSize(given) ?? 0) >= leastMiB)
    .transform((given) => readSize(given) ?? 0)

const item = z.strictObject({
  title: text.optional(),
  behaviours: oneOrMany(text).optional(),
  group: oneOrMany(text).optional(),
  level: oneOrMany(z.enum(['must', 'should'])).optional(),
  points: points.optional(),
  'points-each': points.optional(),
  partial: z.boolean().optional(),
  hidden: z.boolean().optional(),
})

export const assignmentShape = z.strictObject({
  wouldblock: z.literal(1),
  title: text,
  wrapper: z.strictObject({ file: oneOrMany(text), class: z.string().regex(classPattern()).optional() }),
  profile: z.enum(profiles).optional(),
  features: oneOrMany(text, 0).optional(),
  seeds: z.strictObject({ visible: seed, hidden: seed }),
  'leave-out': oneOrMany(text, 0).optional(),
  limits: z
    .strictObject({
      seconds: z.number().min(10).max(86_400),
      memory: size(64),
      disk: size(1),
      processes: z.int().min(64),
    })
    .partial()
    .optional(),
  quick: z.boolean().optional(),
  points: z.array(item).min(1),
})

export type AssignmentShape = z.infer<typeof assignmentShape>
export type ItemShape = AssignmentShape['points'][number]

/** Names that spec.ts takes after a `#`. */
function classPattern(): RegExp {
  return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u
}

/** The keys of each map, by its path with `*` for indices. */
export const keysOf: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(assignmentShape.shape),
  wrapper: ['file', 'class'],
  seeds: ['visible', 'hidden'],
  limits: ['seconds', 'memory', 'disk', 'processes'],
  'points.*': Object.keys(item.shape),
}

/** For each key by its path, with `*` for indices: what it holds, and how it is written. */
export const holds: Readonly<Record<string, readonly [what: string, example: string]>> = {
  '': ['a map of keys', '"wouldblock: 1" first, and then the other keys'],
  wouldblock: ['1, the version of this format', 'wouldblock: 1'],
  title: ['text', "title: 'Sockets, second exercise'"],
  wrapper: ['a map that says where a submission keeps its class', "wrapper: { file: '**/my_socket.py' }"],
  'wrapper.file': ['a glob, or a list of globs', "file: ['my_socket.py', '**/*.py']"],
  'wrapper.class': ['the name of a class', 'class: Socket'],
  profile: [profiles.join(' or '), 'profile: page'],
  features: ['a feature, or a list of features', 'features: [threads]'],
  seeds: ['a map of two whole numbers', 'seeds: { visible: 271828, hidden: 314159 }'],
  'seeds.visible': ['a whole number', 'visible: 271828'],
  'seeds.hidden': ['a whole number', 'hidden: 314159'],
  'leave-out': ['a glob over ids of behaviours, or a list of them', "leave-out: ['tls.*']"],
  limits: ['a map of what a submission may use', 'limits: { seconds: 300, memory: 512 MiB }'],
  'limits.seconds': ['a number of seconds from 10 to 86400', 'seconds: 300'],
  'limits.memory': ['a size of at least 64 MiB', 'memory: 512 MiB'],
  'limits.disk': ['a size of at least 1 MiB', 'disk: 64 MiB'],
  'limits.processes': ['a whole number of at least 64', 'processes: 1024'],
  quick: ['true or false', 'quick: false'],
  points: [
    'a list of at least one item that earns points',
    "points: [{ behaviours: 'timeout.*', points: 10 }]",
  ],
  'points.*': ['a map of what earns points', "{ behaviours: 'timeout.*', points: 10 }"],
  'points.*.title': ['text', "title: 'Timeouts of recv'"],
  'points.*.behaviours': ['a glob over ids of behaviours, or a list of them', "behaviours: 'timeout.recv.*'"],
  'points.*.group': ['a group of behaviours, or a list of them', 'group: timeout'],
  'points.*.level': [
    'must or should; a note only records which of several right ways a wrapper takes, and earns nothing',
    'level: must',
  ],
  'points.*.points': ['a number of points from 0 on, with at most two decimals', 'points: 10'],
  'points.*.points-each': ['a number of points from 0 on, with at most two decimals', 'points-each: 0.5'],
  'points.*.partial': ['true or false', 'partial: true'],
  'points.*.hidden': ['true or false', 'hidden: false'],
}
