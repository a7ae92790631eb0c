import { resolve } from 'node:path'
import { jsonOfOne, jsonOfSeveral } from '../../reports/json.ts'
import type { Record as RunRecord } from '../record/schema.ts'
import { readFormat } from './format-option.ts'
import { userFolder } from './package-root.ts'
import type { TypedRunOptions } from './run-options.ts'
import { UsageError } from './usage-error.ts'
import { refuseUnwritable } from './write-file.ts'

/** What a run writes beside what it tells people. */
export interface Product {
  /** The option that names its file, for messages. */
  readonly option: string
  /** Undefined is standard output. */
  readonly file: string | undefined
  readonly report: (records: readonly RunRecord[]) => string
}

/**
 * What `--json`, `--format` and `--out` ask for. Throws UsageError where a file cannot be written, or where two would go
 * to standard output, before a run has cost anybody's time.
 */
export function productsOf(
  { json, format, out }: Pick<TypedRunOptions, 'json' | 'format' | 'out'>,
  several: boolean,
): readonly Product[] {
  if (out !== undefined && format === undefined)
    throw new UsageError('--out needs a --format.', 'Say what is to be written there; see report --help.')
  const record = (records: readonly RunRecord[]): string =>
    several || !records[0] ? jsonOfSeveral(records) : jsonOfOne(records[0])
  const products = [
    ...(json === undefined ? [] : [product('--json', json, record)]),
    ...(format === undefined ? [] : [product('--out', out ?? '-', readFormat(format).report)]),
  ]
  if (products.filter(({ file }) => file === undefined).length > 1)
    throw new UsageError('Standard output takes --json or --format, not both.', 'Name a file with --out.')
  const [one, other] = products
  if (one?.file !== undefined && one.file === other?.file)
    throw new UsageError('--json and --out name the same file.', 'Name another file with --out.')
  for (const { file, option } of products) if (file !== undefined) refuseUnwritable(file, option)
  return products
}

const product = (option: string, path: string, report: Product['report']): Product => ({
  option,
  file: path === '-' ? undefined : resolve(userFolder(), path),
  report,
})
