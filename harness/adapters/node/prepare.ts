import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { swiftLanes } from '../../engine/defaults.ts'
import type { Refusal } from '../../lanes/lane.ts'
import type { LaneCommand, Prepared } from '../../wrappers/prepared.ts'
import { bundle, type Bundle, type BundleOptions } from './bundle.ts'

/** A file of the user's, or a package that is installed where he works; without a name, `findClass` finds the class. */
export type NodeTarget = ({ readonly file: string } | { readonly package: string }) & {
  readonly exportName?: string | undefined
}

/**
 * Makes a wrapper in TypeScript or JavaScript ready to be started as lanes: compiled once, not once per lane. Writes
 * into `scratch`, a folder of this run; `folder` is the user's own, where lanes work and relative paths start.
 * `guarded` says that lanes are killed when the harness dies, so that they need no thread that watches for it.
 */
export async function prepareNode(
  target: NodeTarget,
  scratch: string,
  folder: string,
  guarded: boolean,
  options: BundleOptions = {},
): Promise<Prepared> {
  if (process.platform === 'win32') return refused(noShell)
  const bundled = await ('file' in target
    ? bundleFile(target.file, folder, options)
    : bundlePackage(target.package, folder))
  if (bundled.kind === 'refused') return bundled
  await mkdir(scratch, { recursive: true })
  made += 1
  const label = 'file' in target ? basename(target.file, extname(target.file)) : 'package'
  const module = join(scratch, `${label}-${made}.mjs`)
  await writeFile(module, bundled.text)
  const host = await hostIn(scratch)
  return { kind: 'prepared', command: laneCommand(host, module, target.exportName ?? '', folder, guarded) }
}

/** Wrappers of one run may have the same file name. */
let made = 0

type Bundled = Extract<Bundle, { kind: 'bundled' }> | Extract<Prepared, { kind: 'refused' }>

async function bundleFile(given: string, folder: string, options: BundleOptions): Promise<Bundled> {
  const file = resolve(folder, given)
  if (!existsSync(file))
    return refused({ what: `${given}: there is no such file`, next: 'Check the path of the wrapper.' })
  const result = await bundle({ file }, folder, options)
  if (result.kind === 'bundled') return result
  const place = result.at ?? given
  const missing = unresolved(result.text)
  if (missing === undefined) {
    return refused({
      what: `${place}: ${result.text}`,
      next: 'Mend the file: it must load before it can be tested.',
    })
  }
  const next = /^[./]/.test(missing)
    ? 'Check the path of the import.'
    : `Install it where the wrapper lies: npm install ${packageName(missing)}`
  return refused({ what: `${place}: "${missing}" cannot be found`, next })
}

async function bundlePackage(name: string, folder: string): Promise<Bundled> {
  const specifier = JSON.stringify(name)
  // `export *` leaves out the default export, and a package may have none.
  const source = `export * from ${specifier}; import * as all from ${specifier}; export default all['default']`
  const result = await bundle({ source }, folder)
  if (result.kind === 'bundled') return result
  if (unresolved(result.text) === name) {
    const next = `Install it where you work: npm install ${packageName(name)}`
    return refused({ what: `package ${name} is not installed here`, next })
  }
  return refused({ what: `package ${name}: ${result.text}`, next: 'Mend the package, or install it anew.' })
}

const unresolved = (text: string): string | undefined => /^Could not resolve "(.*)"/.exec(text)?.[1]

const packageName = (specifier: string): string => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier

const hosts = new Map<string, Promise<string>>()

/** The host as a file that Node can run: built beside this file in a package, else built into the run's folder, once. */
function hostIn(scratch: string): Promise<string> {
  const source = fileURLToPath(new URL('./host.ts', import.meta.url))
  if (!existsSync(source)) return Promise.resolve(fileURLToPath(new URL('./host.mjs', import.meta.url)))
  const known = hosts.get(scratch)
  if (known !== undefined) return known
  const outfile = join(scratch, 'host.mjs')
  const building = build({
    entryPoints: [source],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
  }).then(() => outfile)
  hosts.set(scratch, building)
  return building
}

/** Node cannot move descriptors: the shell gives the protocol 3 and 4, so that 0 and 1 are the wrapper's, then becomes Node. */
const moveDescriptors = 'exec "$0" "$@" 3>&1 1>&2 4<&0 0</dev/null'

function laneCommand(
  host: string,
  module: string,
  exportName: string,
  folder: string,
  guarded: boolean,
): LaneCommand {
  // No flags: any of V8's makes it reject the code cache of Node's own modules (+ 2 ms), --enable-source-maps costs 4 ms.
  const node = [process.execPath, host, pathToFileURL(module).href, exportName]
  return {
    argv: ['/bin/sh', '-c', moveDescriptors, ...node, ...(guarded ? ['--guarded'] : [])],
    folder,
    lanes: swiftLanes,
    // Node reads the certificates in it at start: 35 ms of the 60 that a bare start took, and nothing leaves loopback.
    environment: { NODE_EXTRA_CA_CERTS: '' },
  }
}

const noShell: Refusal = {
  what: 'wrappers in TypeScript and JavaScript need a POSIX shell, which Windows lacks',
  next: 'Run wouldblock inside WSL.',
}

const refused = (refusal: Refusal): Extract<Prepared, { kind: 'refused' }> => ({ kind: 'refused', refusal })
