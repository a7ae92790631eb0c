import { describe, expect, it } from 'vitest'
import { parseSpec } from './spec.ts'

function spec(text: string) {
  const parsed = parseSpec(text)
  if (parsed.kind === 'refused') throw new Error(parsed.refusal.what)
  return parsed.spec
}

function refusal(text: string) {
  const parsed = parseSpec(text)
  if (parsed.kind === 'spec') throw new Error(`${text} was taken`)
  return parsed.refusal
}

describe('a file', () => {
  it.each(['a.ts', './a.mts', '../a.cts', '/tmp/a.js', 'a.b.mjs', 'C:\\work\\a.cjs', './my socket.ts'])(
    'is run by node: %s',
    (path) => {
      expect(spec(path)).toEqual({ kind: 'file', runtime: 'node', path })
    },
  )

  it('is run by python', () => {
    expect(spec('./my_socket.py')).toEqual({ kind: 'file', runtime: 'python', path: './my_socket.py' })
  })

  it('may have a class, after the last #', () => {
    expect(spec('./my_socket.py#Class')).toEqual({
      kind: 'file',
      runtime: 'python',
      path: './my_socket.py',
      exportName: 'Class',
    })
    expect(spec('./c#/my.ts#default')).toMatchObject({ path: './c#/my.ts', exportName: 'default' })
    expect(spec('./c#/my.ts')).toEqual({ kind: 'file', runtime: 'node', path: './c#/my.ts' })
  })

  it.each(['./a.py#', './a.py#not-a-name', './a.py#2x', '#'])(
    'without a name after its # is refused: %s',
    (text) => {
      expect(refusal(text).what).toBe(`"${text}" has no name after its last #.`)
    },
  )

  it.each(['./a.cob', './a', '.py', './a.PY', './dir/.ts', './a.toString', 'pyhton:socket'])(
    'of another kind is refused with those that are known: %s',
    (text) => {
      expect(refusal(text).what).toContain('.ts, .mts, .cts, .js, .mjs, .cjs, .py')
    },
  )

  it('of another kind is told of exec:', () => {
    expect(refusal('./adapter.cob').next).toContain('exec:')
    expect(refusal('pyhton:socket').next).toContain('python:module')
  })
})

describe('a Python module', () => {
  it('may be in a package, and may have a class', () => {
    expect(spec('python:gevent.socket#socket')).toEqual({
      kind: 'python-module',
      module: 'gevent.socket',
      exportName: 'socket',
    })
    expect(spec('python:my_module')).toEqual({ kind: 'python-module', module: 'my_module' })
  })

  it.each(['python:', 'python:#socket', 'python:./my.py', 'python:a..b', 'python:a b'])(
    'is refused: %s',
    (text) => {
      expect(refusal(text).what).toBe(`"${text}" names no Python module.`)
    },
  )

  it('is refused without a name after its #', () => {
    expect(refusal('python:socket#').what).toContain('no name after its last #')
  })
})

describe('an npm package', () => {
  it('may have a scope, a path and an export', () => {
    expect(spec('npm:some-package#Export')).toEqual({
      kind: 'npm',
      packageName: 'some-package',
      exportName: 'Export',
    })
    expect(spec('npm:@scope/some.package/sub#Socket')).toMatchObject({
      packageName: '@scope/some.package/sub',
    })
    expect(spec('npm:package')).toEqual({ kind: 'npm', packageName: 'package' })
  })

  it.each(['npm:', 'npm:@scope', 'npm:../up', 'npm:a b', 'npm:@/x'])('is refused: %s', (text) => {
    expect(refusal(text).what).toBe(`"${text}" names no npm package.`)
  })
})

describe('a command', () => {
  it.each([
    ['exec:./adapter --flag "quoted arg"', ['./adapter', '--flag', 'quoted arg']],
    [`exec:a 'b "c' "d 'e"`, ['a', 'b "c', "d 'e"]],
    ['exec:  a   b ', ['a', 'b']],
    ['exec:a\\ b c\\"d', ['a b', 'c"d']],
    ['exec:a "b\\"c\\\\d\\n"', ['a', 'b"c\\d\\n']],
    [`exec:a 'b\\c'`, ['a', 'b\\c']],
    [`exec:a "" '' b`, ['a', '', '', 'b']],
    ['exec:a --x="b c"d', ['a', '--x=b cd']],
    ['exec:a $HOME *.py; b#c', ['a', '$HOME', '*.py;', 'b#c']],
  ])('is split on spaces, with quotes honoured and no shell: %s', (text, argv) => {
    expect(spec(text)).toEqual({ kind: 'adapter', argv })
  })

  it('may be a whole program', () => {
    expect(spec('program:python3 trivial_server.py')).toEqual({
      kind: 'program',
      argv: ['python3', 'trivial_server.py'],
    })
  })

  it.each(['exec:a "b', "program:a 'b", 'exec:a b\\', 'exec:"a\\'])(
    'with an open end is refused: %s',
    (text) => {
      expect(refusal(text).what).toContain('cannot be split into words')
    },
  )

  it.each(['exec:', 'exec:   ', 'program:', 'exec:"" x'])('without a program is refused: %s', (text) => {
    expect(refusal(text).what).toContain('names no program')
  })
})

describe('nothing', () => {
  it('is refused with the forms that there are', () => {
    expect(refusal('').what).toBe('No wrapper was named.')
    expect(refusal('  ').next).toContain('python:module#Class')
  })
})
