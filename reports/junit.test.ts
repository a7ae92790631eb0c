import { readFileSync } from 'node:fs'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { parse } from 'junit2json'
import { describe, expect, it } from 'vitest'
import { validateXML } from 'xmllint-wasm'
import { conforming, stored } from './golden/stored.ts'
import { junitReport } from './junit.ts'

const schema = readFileSync(new URL('golden/junit.xsd', import.meta.url), 'utf8')
const text = junitReport([stored])
const both = junitReport([stored, conforming, conforming])

it('equals its golden file', async () => {
  await expect(text).toMatchFileSnapshot('golden/junit.xml')
})

describe('readers that were not written here', () => {
  it.each([
    ['of one wrapper', text],
    ['of several', both],
  ])('find it well-formed and valid %s', async (_name, xml) => {
    expect(XMLValidator.validate(xml)).toBe(true)
    const { errors } = await validateXML({ xml: { fileName: 'junit.xml', contents: xml }, schema })
    expect(errors).toEqual([])
  })

  it('read as many cases of each outcome as are announced', async () => {
    const read = await parse(both)
    const suites = read && 'testsuite' in read ? (read.testsuite ?? []) : []
    expect(suites.map(({ name }) => name)).toEqual([
      './my_socket.py#Socket',
      './wrapper.ts (page)',
      './wrapper.ts (page) (2)',
    ])
    for (const { tests, failures, errors, skipped, testcase = [] } of suites) {
      expect({
        tests: testcase.length,
        failures: testcase.filter((each) => each.failure).length,
        errors: testcase.filter((each) => each.error).length,
        skipped: testcase.filter((each) => each.skipped).length,
      }).toEqual({ tests, failures, errors, skipped })
    }
  })

  it('read the text of a wrapper as text', () => {
    const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false })
    const read = parser.parse(text) as Parsed
    const hostile = read.testsuites.testsuite.testcase.find((each) => each['@_name'] === 'nb.recv.no-data')
    expect(hostile?.failure?.['@_message']).toContain('<img src=x onerror=alert(1)> ]]> --> @everyone')
    expect(hostile?.failure?.['#text']).toContain('\\x1b[2J\\x07\\r\\n::warning::forged')
  })
})

interface Parsed {
  readonly testsuites: {
    readonly testsuite: {
      readonly testcase: readonly {
        readonly '@_name': string
        readonly failure?: { readonly '@_message': string; readonly '#text': string }
      }[]
    }
  }
}
