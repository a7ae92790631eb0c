import { accessSync, constants, existsSync, type Stats, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { languageNamed, prepareLanguage } from '../adapters/languages.ts'
import { preparePython } from '../adapters/python/prepare.ts'
import { hasDeathSignal } from '../lanes/death-signal.ts'
import type { Refusal } from '../lanes/lane.ts'
import type { LaneCommand, Prepared } from './prepared.ts'
import type { WrapperSpec } from './spec.ts'

export interface Circumstances {
  /** The user's working folder, absolute. */
  readonly folder: string
  /** The interpreter for Python wrappers, as the user named it. */
  readonly python: string
  /** Nobody trusts the wrapper: only what lies in `folder` is made part of it. */
  readonly untrusted?: boolean
}

export type PreparedWrapper =
  | { readonly kind: 'prepared'; readonly command: LaneCommand }
  /** `typed`: because of what was typed, rather than because of what the wrapper is. */
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly typed: boolean }

/** Turns what the user named into a command that starts lanes of it. Files go into `scratch`, a folder of this run. */
export async function prepareWrapper(
  spec: WrapperSpec,
  { folder, python, untrusted = false }: Circumstances,
  scratch: string,
): Promise<PreparedWrapper> {
  switch (spec.kind) {
    case 'adapter':
    case 'program':
      return { kind: 'prepared', command: { argv: spec.argv, folder } }
    case 'python-module':
      return typed(
        await preparePython({ module: spec.module, ...className(spec.exportName) }, python, folder),
      )
    case 'npm':
      return typed(
        await (
          await nodeAdapter()
        ).prepareNode(
          { package: spec.packageName, ...exportName(spec.exportName) },
          scratch,
          folder,
          hasDeathSignal(),
        ),
      )
    case 'file': {
      const file = resolve(folder, spec.path)
      const refusal = whyUnreadable(file, spec.path)
      if (refusal) return { kind: 'refused', refusal, typed: true }
      if (spec.runtime === 'python')
        return typed(await preparePython({ file, ...className(spec.exportName) }, python, folder))
      const language = languageNamed(spec.runtime)
      if (language) return prepareLanguage(language, { file, ...className(spec.exportName) }, folder)
      // A file that does not parse is a wrapper that fails, not a mistake in typing.
      const prepared = await (
        await nodeAdapter()
      ).prepareNode({ file, ...exportName(spec.exportName) }, scratch, folder, hasDeathSignal(), {
        within: untrusted ? folder : undefined,
      })
      return prepared.kind === 'refused' ? { ...prepared, typed: false } : prepared
    }
  }
}

/** Loaded when it is wanted: a run over Python's socket needs no bundler. */
const nodeAdapter = () => import('../adapters/node/prepare.ts')

/** The bundled wrapper. Its source here, its build in a package. */
export const referenceFile = (): string => bundled('posix')

/** Wrappers known to be good, which a suspect is run beside: the second for what takes several calls at once. */
export const referenceFiles = (): readonly string[] => [referenceFile(), bundled('promises')]

function bundled(name: string): string {
  const source = new URL(`../../fixtures/wrappers/${name}.ts`, import.meta.url)
  return fileURLToPath(existsSync(source) ? source : new URL(`./${name}.mjs`, import.meta.url))
}

export const prepareReference = async (file: string, scratch: string): Promise<Prepared> =>
  (await nodeAdapter()).prepareNode({ file }, scratch, scratch, hasDeathSignal())

const typed = (prepared: Prepared): PreparedWrapper =>
  prepared.kind === 'refused' ? { ...prepared, typed: true } : prepared

const className = (name: string | undefined): { className?: string } =>
  name === undefined ? {} : { className: name }
const exportName = (name: string | undefined): { exportName?: string } =>
  name === undefined ? {} : { exportName: name }

function whyUnreadable(file: string, given: string): Refusal | undefined {
  const stat = statOf(file)
  if (stat === 'missing')
    return { what: `${given}: there is no such file.`, next: 'Check the path of the wrapper.' }
  if (stat === 'closed')
    return { what: `${given} cannot be reached.`, next: 'Check the permissions of its folder (chmod u+x).' }
  if (stat.isDirectory())
    return { what: `${given} is a folder.`, next: 'Name the file in it that holds the socket class.' }
  // A pipe would be waited for without an end.
  if (!stat.isFile()) return { what: `${given} is no file.`, next: 'Check the path of the wrapper.' }
  try {
    accessSync(file, constants.R_OK)
    return undefined
  } catch {
    return { what: `${given} cannot be read.`, next: 'Check its permissions (chmod u+r).' }
  }
}

function statOf(file: string): Stats | 'missing' | 'closed' {
  try {
    return statSync(file)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'closed' : 'missing'
  }
}
