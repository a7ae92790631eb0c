import { types } from 'node:util'

/** A class that can be plugged in. */
export type WrapperClass = (new (family?: string) => object) & { wouldblock?: unknown }

/**
 * The class to test among what a module exports: the one of that name; else `Socket`, else the default export, else the
 * only class there is. Throws an Error that says what is missing.
 */
export function findClass(exported: Readonly<Record<string, unknown>>, name: string): WrapperClass {
  // A CommonJS module is the default export of its bundle, and what a compiler made of an ES module lies within it.
  const inner = isRecord(exported.default) ? exported.default : {}
  const all: Record<string, unknown> = { ...inner, ...exported, default: inner.default ?? exported.default }
  if (name !== '') {
    if (isClass(all[name])) return all[name]
    throw new Error(`it exports no class named ${name}${offer(all)}`)
  }
  if (isClass(all.Socket)) return all.Socket
  if (isClass(all.default)) return all.default
  const classes = Object.values(all).filter((value) => isClass(value) && /^class\b/.test(String(value)))
  const [only] = classes
  if (classes.length === 1 && isClass(only)) return only
  if (classes.length === 0) throw new Error('it exports no class: export one named Socket')
  throw new Error(`it exports several classes: add #Name for one of them${offer(all)}`)
}

/**
 * The words of `hello` that state the class and, if it declares any, its features and variants. Its version is the one
 * that its module exports, else that of Node. Throws an Error if the declaration is malformed.
 */
export function introduction(wrapper: WrapperClass, exportedVersion: unknown): string[] {
  const name = word(wrapper.name === '' ? 'anonymous' : wrapper.name, 'the name of the class')
  const version = isWord(exportedVersion) ? exportedVersion : process.versions.node
  const words = [`name=${name}`, `version=${version}`, 'language=javascript']
  const declared = wrapper.wouldblock
  if (declared === undefined) return words
  if (!isRecord(declared)) throw new Error('its static member wouldblock is not an object')
  const { features, variants } = declared
  if (features !== undefined) {
    if (!Array.isArray(features)) throw new Error('wouldblock.features is not an array')
    words.push(`features=${list(features.map((feature) => word(feature, 'a feature')))}`)
  }
  if (variants !== undefined) {
    if (!isRecord(variants)) throw new Error('wouldblock.variants is not an object')
    const pairs = Object.entries(variants).map(
      ([key, value]) => `${word(key, 'a variant')}=${word(value, key)}`,
    )
    words.push(`variants=${list(pairs)}`)
  }
  return words
}

/** The features that a class declares, once `introduction` has found its declaration in order. */
export const declaredFeatures = ({ wouldblock }: WrapperClass): readonly string[] =>
  (wouldblock as { features?: readonly string[] } | undefined)?.features ?? []

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

const isClass = (value: unknown): value is WrapperClass =>
  typeof value === 'function' && !types.isAsyncFunction(value) && isRecord(value.prototype)

function offer(all: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(all).filter((key) => isClass(all[key]))
  return names.length === 0 ? '' : ` (it has ${names.slice(0, 8).join(', ')})`
}

const list = (words: readonly string[]): string => (words.length === 0 ? '-' : words.join(','))

function word(value: unknown, what: string): string {
  if (isWord(value)) return value
  throw new Error(`wouldblock: ${what} must be one word, not ${JSON.stringify(value)}`)
}

const isWord = (value: unknown): value is string => typeof value === 'string' && /^[\w.$:+-]+$/.test(value)
