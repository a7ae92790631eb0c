import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { delimiter, isAbsolute, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where a program lies: what the PATH leads to first, absolute; nothing where it leads to none. */
export function findTool(tool: string, path = process.env['PATH'] ?? ''): string | undefined {
  const places = isAbsolute(tool) ? [tool] : path.split(delimiter).map((place) => resolve(place, tool))
  return places.find(canRun)
}

/** Whether it is a file that may be executed. */
export function canRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}

/** A file of an adapter of this package's: beside this one as a source, in `harness/adapters` beside a build. */
export function adapterFile(language: string, name: string): string {
  const here = new URL('./languages.ts', import.meta.url)
  const adapters = existsSync(here) ? './' : '../harness/adapters/'
  return join(fileURLToPath(new URL(adapters, import.meta.url)), language, name)
}
