/** Reads a size of memory or disk, such as `512 MiB` or `1.5 GiB`; undefined where it is none. In MiB. */
export function readSize(text: string): number | undefined {
  const [, number, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?)\s*(MiB|GiB)$/.exec(text.trim()) ?? []
  return number === undefined ? undefined : Number(number) * (unit === 'GiB' ? 1024 : 1)
}
