import { mkdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type HtmlOptions, htmlReport } from '../../reports/html.ts'
import { jsonOfOne, jsonOfSeveral } from '../../reports/json.ts'
import type { Record as RunRecord } from '../record/schema.ts'
import { packageRoot, userFolder } from './package-root.ts'
import type { TypedRunOptions } from './run-options.ts'
import { writeWhole } from './write-file.ts'

const folder = join(packageRoot, 'reports/out')

/**
 * The file that the page of a run goes to unasked, or undefined. A whole run from this project's own sources has one; a
 * run of some behaviours alone would take the place of a whole one's, and nobody wants files of a package that merely
 * runs: there, `--format html` asks for it.
 */
export function pageFile(
  specs: readonly string[],
  { only, level, path, format }: Pick<TypedRunOptions, 'only' | 'level' | 'path' | 'format'>,
  fromSources = import.meta.url.endsWith('.ts'),
): string | undefined {
  const [spec] = specs
  const isPart = only.length > 0 || level !== undefined || path !== undefined
  if (!fromSources || isPart || format === 'html' || spec === undefined) return undefined
  return join(folder, `${specs.length === 1 ? fileNameOf(spec) : 'wrappers'}.html`)
}

/** The same for a comparison. */
export const comparisonFile = (
  {
    only,
    level,
    html,
  }: { readonly only: readonly string[]; readonly level?: string; readonly html?: string },
  fromSources = import.meta.url.endsWith('.ts'),
): string | undefined =>
  fromSources && only.length === 0 && level === undefined && html === undefined
    ? join(folder, 'compare.html')
    : undefined

/** `fixtures/wrappers/posix.ts` is `posix.ts`, `python:socket#socket` is `python-socket-socket`. */
function fileNameOf(spec: string): string {
  const last = /^[a-z]+:/.test(spec) ? spec : (spec.split('/').at(-1) ?? spec)
  const name = last.replaceAll(/[^\w.-]+/g, '-').replace(/^[-.]+/, '')
  return name.slice(0, mostCharacters) || 'wrapper'
}

const mostCharacters = 80

/** Writes the page, and the record beside it, and says where it lies. That there is no page is no failure of a run. */
export function writePage(file: string, records: readonly RunRecord[], options: HtmlOptions = {}): string {
  const shown = relative(userFolder(), file)
  const [first] = records
  const json = records.length === 1 && first ? jsonOfOne(first) : jsonOfSeveral(records)
  const html = htmlReport(records, options)
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeWhole(file.replace(/html$/, 'json'), json)
    writeWhole(file, html)
    return `As a page, with pictures: ${shown}\n`
  } catch {
    return `No page: ${shown} cannot be written.\n`
  }
}
