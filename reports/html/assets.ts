import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** The page's style and script, as they stand in it. Beside this file, and beside the bundle that it is packaged in. */
const read = (name: string): string => readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8')

/** In the order in which they need each other. */
const modules = ['data.js', 'timeline.js', 'samples.js', 'evidence.js', 'matrix.js', 'filters.js', 'main.js']

/** Modules of one script: each is checked as a module of its own, and joined here, since a page cannot import itself. */
const linked = (source: string): string =>
  source.replaceAll(/^import [^;]*? from '.*'$/gm, '').replaceAll(/^export /gm, '')

let loaded: { style: string; script: string; policy: string } | undefined

export function assets(): { style: string; script: string; policy: string } {
  loaded ??= load()
  return loaded
}

/** The style of a page without a script, and what such a page may do: nothing but to show itself. */
export function styleAlone(): { style: string; policy: string } {
  bare ??= styleOf(read('page.css') + read('feedback.css'))
  return bare
}

let bare: { style: string; policy: string } | undefined

const styleOf = (style: string): { style: string; policy: string } => ({
  style,
  policy: `default-src 'none'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`,
})

function load(): { style: string; script: string; policy: string } {
  const style = read('page.css')
  const script = `(() => {\n'use strict'\n${modules.map((name) => linked(read(name))).join('\n')}})()\n`
  // Nothing but these two runs or is loaded, should a text of a wrapper ever get past the escaping.
  const policy = `default-src 'none'; style-src '${hashOf(style)}'; script-src '${hashOf(script)}'; base-uri 'none'; form-action 'none'`
  return { style, script, policy }
}

const hashOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`
