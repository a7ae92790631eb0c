import { languages } from '../adapters/languages.ts'
import type { Refusal } from '../lanes/lane.ts'
import type { Profile } from '../variants.ts'
import { splitWords } from './spec-words.ts'

/** What a user names as the thing to test. An absent export or class is looked for by the adapter. */
export type WrapperSpec =
  | {
      readonly kind: 'file'
      /** `node`, `python`, or the id of a language of the table. */
      readonly runtime: string
      /** As the user typed it: relative to the user's folder, or absolute. */
      readonly path: string
      readonly exportName?: string
    }
  | { readonly kind: 'python-module'; readonly module: string; readonly exportName?: string }
  | { readonly kind: 'npm'; readonly packageName: string; readonly exportName?: string }
  /** A program that speaks the adapter protocol. */
  | { readonly kind: 'adapter'; readonly argv: readonly [string, ...string[]] }
  /** A whole program, for the trivial-server group only. */
  | { readonly kind: 'program'; readonly argv: readonly [string, ...string[]] }

export type ParsedSpec =
  | { readonly kind: 'spec'; readonly spec: WrapperSpec }
  | { readonly kind: 'refused'; readonly refusal: Refusal }

/**
 * What a wrapper is held to where nobody says otherwise: Python's and JavaScript's to the page, which is about them; one
 * behind a command or in another language to its own word.
 */
export const defaultProfile = (spec: WrapperSpec): Profile =>
  spec.kind === 'adapter' || (spec.kind === 'file' && !pageRuntimes.includes(spec.runtime))
    ? 'declared'
    : 'page'

/** Reads a wrapper spec. Whether what it names exists is not asked here. Pure. */
export function parseSpec(text: string): ParsedSpec {
  const trimmed = text.trim()
  if (trimmed === '') return refused('No wrapper was named.', forms)
  const colon = trimmed.indexOf(':')
  const rest = trimmed.slice(colon + 1)
  switch (trimmed.slice(0, Math.max(0, colon))) {
    case 'exec':
      return parseCommand('adapter', trimmed, rest)
    case 'program':
      return parseCommand('program', trimmed, rest)
    case 'python':
      return parseModule(trimmed, rest)
    case 'npm':
      return parsePackage(trimmed, rest)
    default:
      return parseFile(trimmed)
  }
}

const forms =
  'Name a file (./my_socket.ts, ./my_socket.py#Class), python:module#Class, npm:package#Export, exec:command or program:command.'

const pageRuntimes = ['node', 'python']

const runtimes: Readonly<Record<string, string>> = {
  ts: 'node',
  mts: 'node',
  cts: 'node',
  js: 'node',
  mjs: 'node',
  cjs: 'node',
  py: 'python',
  ...Object.fromEntries(languages.flatMap(({ id, endings }) => endings.map((ending) => [ending, id]))),
}

/** The endings of files that are known, as a sentence lists them. */
export const knownEndings = `.${Object.keys(runtimes).join(', .')}`

function parseCommand(kind: 'adapter' | 'program', text: string, command: string): ParsedSpec {
  const split = splitWords(command)
  if (split.kind === 'unclosed') {
    return refused(
      `"${text}" cannot be split into words: ${split.why}.`,
      'Close the quote, or put \\ before it.',
    )
  }
  const [program, ...rest] = split.words
  if (program === undefined || program === '') {
    return refused(
      `"${text}" names no program.`,
      'Write the command after the colon: exec:./adapter --flag, program:python3 server.py.',
    )
  }
  return { kind: 'spec', spec: { kind, argv: [program, ...rest] } }
}

function parseModule(text: string, rest: string): ParsedSpec {
  const parts = partName(rest)
  if (parts === undefined) return nameless(text)
  if (!/^[\p{ID_Start}_]\p{ID_Continue}*(\.[\p{ID_Start}_]\p{ID_Continue}*)*$/u.test(parts.named)) {
    return refused(
      `"${text}" names no Python module.`,
      'Write python:module or python:package.module#Class; for a file its path alone: ./my_socket.py.',
    )
  }
  return { kind: 'spec', spec: { kind: 'python-module', module: parts.named, ...parts.exported } }
}

function parsePackage(text: string, rest: string): ParsedSpec {
  const parts = partName(rest)
  if (parts === undefined) return nameless(text)
  // A scope, the package, and perhaps a path that the package exports.
  if (!/^(@[\w.~-]+\/)?[\w~-][\w.~-]*(\/[\w.~-]+)*$/.test(parts.named)) {
    return refused(
      `"${text}" names no npm package.`,
      'Write npm:package#Export or npm:@scope/package#Export.',
    )
  }
  return { kind: 'spec', spec: { kind: 'npm', packageName: parts.named, ...parts.exported } }
}

function parseFile(text: string): ParsedSpec {
  // A # may be part of the path; what comes after the last one is a name only if the path ends before it.
  const whole = runtimeOf(text)
  if (whole !== undefined) return { kind: 'spec', spec: { kind: 'file', runtime: whole, path: text } }
  const parts = partName(text)
  if (parts === undefined) return nameless(text)
  const runtime = runtimeOf(parts.named)
  if (runtime === undefined) {
    return refused(
      `"${text}" is no kind of wrapper that is known here: files end in ${knownEndings}.`,
      /^[a-z]+:/.test(text)
        ? forms
        : 'For another language write exec:command, with a program that speaks harness/adapters/PROTOCOL.md.',
    )
  }
  return { kind: 'spec', spec: { kind: 'file', runtime, path: parts.named, ...parts.exported } }
}

const runtimeOf = (path: string): string | undefined => {
  const ending = /[^/\\]\.([a-z]+)$/.exec(path)?.[1]
  return ending === undefined || !Object.hasOwn(runtimes, ending) ? undefined : runtimes[ending]
}

interface Parts {
  readonly named: string
  readonly exported: { readonly exportName?: string }
}

/** Parts off the name after the last `#`; undefined if there is a `#` and no name after it. */
function partName(text: string): Parts | undefined {
  const at = text.lastIndexOf('#')
  if (at === -1) return { named: text, exported: {} }
  const exportName = text.slice(at + 1)
  if (!/^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(exportName)) return undefined
  return { named: text.slice(0, at), exported: { exportName } }
}

const nameless = (text: string): ParsedSpec =>
  refused(
    `"${text}" has no name after its last #.`,
    'Write the name of the class or export there, as in ./my_socket.py#Class, or leave the # out.',
  )

const refused = (what: string, next: string): ParsedSpec => ({ kind: 'refused', refusal: { what, next } })
