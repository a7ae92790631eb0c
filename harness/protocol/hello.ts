import type { Hello } from '../lanes/lane.ts'

export type ParsedHello =
  | { readonly kind: 'hello'; readonly hello: Hello }
  /** `why` is one line for the author of the adapter. */
  | { readonly kind: 'malformed'; readonly why: string }

/** Reads the `key=value` words that answer `hello`. Keys that it does not know are left to later versions. Pure. */
export function parseHello(words: readonly string[]): ParsedHello {
  const values = new Map<string, string>()
  for (const word of words) {
    const [key, value] = halves(word)
    if (key === '' || value === undefined) return malformed(`"${word.slice(0, 60)}" is not key=value`)
    if (values.has(key)) return malformed(`${key} is said twice`)
    values.set(key, value)
  }

  const features = list(values.get('features'))
  if (features?.includes('')) return malformed('features= is a list with commas, or - for none')

  const stages = list(values.get('stages'))
  if (stages?.includes('')) return malformed('stages= is a list with commas, or - for none')

  const pairs = list(values.get('variants'))?.map(halves)
  const variants: Record<string, string> = {}
  for (const [name, way] of pairs ?? []) {
    if (name === '' || way === undefined || way === '') {
      return malformed('variants= is a list of name=way with commas, or - for none')
    }
    variants[name] = way
  }

  return {
    kind: 'hello',
    hello: {
      name: values.get('name') || 'wrapper',
      version: values.get('version') || 'unknown',
      language: values.get('language') || 'unknown',
      features,
      variants: pairs && variants,
      ...(stages === undefined ? {} : { stages }),
    },
  }
}

const malformed = (why: string): ParsedHello => ({ kind: 'malformed', why })

/** Parted at the first `=`, since a value may hold another. */
function halves(word: string): [string, string | undefined] {
  const at = word.indexOf('=')
  return at === -1 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)]
}

const list = (value: string | undefined): readonly string[] | undefined =>
  value === '-' ? [] : value?.split(',')
