import { existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { referenceFile } from '../wrappers/prepare.ts'

/** This package's folder: the nearest above this file that has a manifest, be that file source or built. */
export const packageRoot = ((): string => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
})()

/** The bundled wrapper, as a path from the package's folder. */
export const bundledWrapper = (): string => relative(packageRoot, referenceFile())

/**
 * The folder that typed paths start from. npm runs this package's own scripts in this package's folder, wherever the
 * user stands; under any other script, and without npm, it is the working folder.
 */
export function userFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const { npm_package_json: manifest, INIT_CWD: from } = environment
  return manifest === join(packageRoot, 'package.json') && from !== undefined ? from : process.cwd()
}
