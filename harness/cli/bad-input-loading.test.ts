import { describe, expect, it } from 'vitest'
import { adapter } from '../lanes/fixture.ts'
import { attempt, type Files } from './attempt.ts'

type Case = readonly [name: string, spec: string, files: Files, happened: RegExp, hint: RegExp]

const setRight = /^Set that right and try again; loaded by hand, in its own language, it may tell more\.$/
const loadByHand =
  /^Load the wrapper by hand, or run the adapter and type "1 hello 1", and mend what it reports\.$/
const keepApart =
  /^Keep standard output for the protocol: move descriptor 1 away before the wrapper is loaded\.$/
const doNotWait =
  /^A wrapper must not wait while it is loaded; an adapter answers each request with one line, and flushes it\.$/

/** A behaviour's own. */
const itsOwn = /./

const loading: readonly Case[] = [
  // First, so that the rest goes on while they are waited for.
  [
    'Python that waits for ever',
    'a.py',
    { 'a.py': 'print("waiting")\nimport time\ntime.sleep(600)\n' },
    /^The adapter gave no answer to hello within 15 s\.$/,
    doNotWait,
  ],
  [
    'an adapter that says nothing, nor listens',
    'exec:./mute',
    { mute: '#!/bin/sh\nsleep 600 & wait\n' },
    /^The adapter gave no answer to hello within 15 s\.$/,
    doNotWait,
  ],
  [
    'TypeScript that does not parse',
    'a.ts',
    { 'a.ts': 'export class Socket {\n  x = = 1\n}' },
    /^a\.ts:2:7: Unexpected "="$/,
    /^Mend the file: it must load before it can be tested\.$/,
  ],
  [
    'Python that does not parse',
    'a.py',
    { 'a.py': 'class Socket\n  pass\n' },
    /^The wrapper could not be loaded: SyntaxError: line 1: .* \(a\.py\)$/,
    setRight,
  ],
  [
    'a Python file of bytes',
    'a.py',
    { 'a.py': '\0\u0001' },
    /^The wrapper could not be loaded: \w*Error: .*null bytes/,
    setRight,
  ],
  [
    'TypeScript that imports what is not installed',
    'a.ts',
    { 'a.ts': 'import gone from "@no-such/package"\nexport class Socket { gone = gone }' },
    /^a\.ts:1:18: "@no-such\/package" cannot be found$/,
    /^Install it where the wrapper lies: npm install @no-such\/package$/,
  ],
  [
    'Python that imports what is not installed',
    'a.py',
    { 'a.py': 'import os\nimport no_such_module\n' },
    /: ModuleNotFoundError: line 2: No module named 'no_such_module'$/,
    setRight,
  ],
  [
    'a package that exports nothing usable',
    'npm:kit',
    { 'node_modules/kit/index.js': 'exports.connect = () => {}' },
    /: Error: it exports no class: export one named Socket$/,
    setRight,
  ],
  [
    'Python that exports nothing usable',
    'a.py',
    { 'a.py': 'connect = 1' },
    /: LookupError: it defines no class named Socket$/,
    setRight,
  ],
  [
    'TypeScript with several classes, none of them Socket',
    'a.ts',
    { 'a.ts': 'export class A {}\nexport class B {}' },
    /: Error: it exports several classes: add #Name for one of them \(it has A, B\)$/,
    setRight,
  ],
  [
    'Python with several classes, none of them Socket',
    'a.py',
    { 'a.py': 'class A: pass\nclass B: pass\n' },
    /: LookupError: it defines no class named Socket: add #Name for one of A, B$/,
    setRight,
  ],
  [
    'a class of another name than was typed',
    'a.ts#Tcp',
    { 'a.ts': 'export class Socket {}' },
    /: Error: it exports no class named Tcp \(it has Socket\)$/,
    setRight,
  ],
  [
    'TypeScript that throws',
    'a.ts',
    { 'a.ts': 'throw new RangeError("no room")\nexport class Socket {}' },
    /^The wrapper could not be loaded: RangeError: no room$/,
    setRight,
  ],
  [
    'Python that throws',
    'a.py',
    { 'a.py': 'import os\nraise RuntimeError("no room")\n' },
    /^The wrapper could not be loaded: RuntimeError: line 2: no room$/,
    setRight,
  ],
  [
    'TypeScript that exits with 0',
    'a.ts',
    { 'a.ts': 'process.exit(0)\nexport class Socket {}' },
    /: the process ended while the module was loading$/,
    setRight,
  ],
  [
    'TypeScript that exits with 3, past all handlers',
    'a.ts',
    { 'a.ts': '(process as unknown as Record<string, (code: number) => void>).reallyExit(3)' },
    /^The adapter exited with code 3 before it answered hello, without a word on standard error\.$/,
    loadByHand,
  ],
  [
    'Python that exits with 0, past all handlers',
    'a.py',
    { 'a.py': 'import os, sys\nprint("good bye", file=sys.stderr)\nos._exit(0)\n' },
    /^The adapter exited with code 0 before it answered hello: good bye$/,
    loadByHand,
  ],
  ['Python that exits with 3', 'a.py', { 'a.py': 'exit(3)' }, /: SystemExit: line 1: 3$/, setRight],
  [
    'TypeScript that waits for ever',
    'a.ts',
    { 'a.ts': 'await new Promise(() => {})\nexport class Socket {}' },
    /: the module waits at its top level for something that never comes$/,
    setRight,
  ],
  [
    'an adapter that says something else',
    'exec:./greeter --politely',
    { greeter: '#!/bin/sh\necho "Hello, $1"; sleep 600\n' },
    /^In place of an answer to hello, the line is not a line of the protocol: "Hello, --politely"\.$/,
    keepApart,
  ],
  [
    'an adapter whose line of megabytes does not end',
    'exec:./flood',
    { flood: '#!/bin/sh\nhead -c 100000000 /dev/zero | tr "\\0" x; sleep 600\n' },
    /^In place of an answer to hello, the line has no end: "x{200}…?"\.$/,
    keepApart,
  ],
  [
    'an adapter that ends at once',
    'exec:./brief',
    { brief: '#!/bin/sh\nexit 3\n' },
    /^The adapter exited with code 3 before it answered hello, without a word on standard error\.$/,
    loadByHand,
  ],
]

/** What only a call finds out: the behaviour that makes it is charged. */
const calling: readonly (readonly [...Case, cause: string])[] = [
  [
    'TypeScript that throws when a socket is made',
    'a.ts',
    { 'a.ts': 'export class Socket { constructor() { throw new Error("no room") } }' },
    /^open\(\) answered error Error: no room$/,
    itsOwn,
    'wrong-result',
  ],
  [
    'Python whose class wants arguments',
    'a.py',
    { 'a.py': 'class Socket:\n  def __init__(self, family): pass\n' },
    /^open\(\) answered invalid TypeError: .*missing 1 required positional argument: 'family'$/,
    itsOwn,
    'wrong-result',
  ],
  [
    'Python that exits when a socket is made',
    'a.py',
    { 'a.py': 'class Socket:\n  def __init__(self): exit("no room")\n' },
    /^the process ended during open\(\) \(exit code 1\): SystemExit: no room$/,
    itsOwn,
    'crash',
  ],
  [
    'an adapter that answers a call with something else',
    'exec:./greeter',
    { greeter: `#!/bin/sh\n${adapter('echo "Hello, $op"')}` },
    /"Hello, open"/,
    itsOwn,
    'protocol',
  ],
]

const cases = [...loading.map((each) => [...each, 'crash'] as const), ...calling]

describe.concurrent('a wrapper that cannot be used ends with 1 and a record that says why', () => {
  it.each(cases)('%s', async (_name, spec, files, happened, hint, cause) => {
    const { code, stdout, stderr, record, left } = await attempt([spec], { files })
    const [only, ...others] = record?.behaviours ?? []
    expect(only).toMatchObject({ verdict: 'fail', cause })
    expect(only?.happened).toMatch(happened)
    expect(only?.hint).toMatch(hint)
    expect(others).toEqual([])
    // People read the same words, and no stack.
    expect(unbroken(stdout)).toContain(`happened ${unbroken(only?.happened ?? '')} `)
    expect(stdout + stderr).not.toMatch(/^\s+at |Traceback/m)
    expect({ code, left }).toEqual({ code: 1, left: [] })
  })
})

const unbroken = (text: string): string => text.replaceAll(/\s+/g, ' ')
