import { readFileSync } from 'node:fs'

/** This package's version. Its manifest lies one folder up from `harness/`, and from `dist/`. */
export const version = (
  JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
).version
