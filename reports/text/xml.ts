/** Visible text for an element or an attribute of XML. What XML cannot hold at all `visible` has written out. */
export const escapedForXml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign]!)

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

/** ` name="value"` for each that has a value. */
export const attributes = (all: Readonly<Record<string, string | number | null>>): string =>
  Object.entries(all)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => ` ${name}="${escapedForXml(String(value))}"`)
    .join('')
