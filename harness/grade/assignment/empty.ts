/** A class without methods, in the language that a file's ending tells: what nobody has worked on. Pure. */
export function emptyClass(path: string, className = 'Socket'): string {
  const ending = /\.([a-z]+)$/.exec(path)?.[1] ?? ''
  switch (ending) {
    case 'py':
      return `class ${className}:\n    pass\n`
    case 'cjs':
      return `exports.${className} = class {}\n`
    case 'ts':
    case 'mts':
    case 'cts':
    case 'js':
    case 'mjs':
      return `export class ${className} {}\n`
    default:
      // A file without anything in it is one without methods in any language.
      return ''
  }
}
