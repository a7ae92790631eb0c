import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Packed, tarGzOf, tarOf, zipOf } from '../../../fixtures/submissions/archives.ts'
import { usualCaps } from './caps.ts'
import { unpack, type Unpacked } from './unpack.ts'

let folder: string
let into: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wouldblock-unpack-'))
  into = join(folder, 'into')
  mkdirSync(into)
})
afterEach(() => rmSync(folder, { recursive: true }))

const small = { ...usualCaps, entries: 20, bytes: 200_000, depth: 4, freeBytes: 10_000 }

async function unpacked(kind: 'folder' | 'file' | 'archive', path: string): Promise<Unpacked> {
  const result = await unpack({ kind, path: Buffer.from(path) }, into, small)
  // Whatever came of it, nothing lies beside.
  expect(readdirSync(folder).filter((name) => !['into', 'given', 'given.zip'].includes(name))).toEqual([])
  return result
}

async function unpackedArchive(bytes: Buffer): Promise<Unpacked> {
  writeFileSync(join(folder, 'given.zip'), bytes)
  rmSync(into, { recursive: true })
  mkdirSync(into)
  return unpacked('archive', join(folder, 'given.zip'))
}

const why = (result: Unpacked): string => (result.kind === 'refused' ? result.why : 'it was unpacked')
const text = (path: string): string => readFileSync(join(into, path), 'utf8')

const hello: Packed = { path: 'src/my_socket.py', content: 'hello', mode: 0o6755 }
const formats = { zip: zipOf, tar: tarOf, 'tar.gz': tarGzOf }

describe.each(Object.entries(formats))('%s', (_name, pack) => {
  test('files and folders are there, without what archivers add, readable, and never set-uid', async () => {
    const result = await unpackedArchive(
      pack([
        { path: './', type: 'folder' },
        hello,
        { path: 'empty/', type: 'folder' },
        { path: 'plain.py', content: 'é'.repeat(4000) },
        { path: '__MACOSX/src/._my_socket.py' },
        { path: 'src/.git/config' },
      ]),
    )
    expect(result).toEqual({ kind: 'unpacked' })
    expect(text('src/my_socket.py')).toBe('hello')
    expect(statSync(join(into, 'src/my_socket.py')).mode & 0o7777).toBe(0o755)
    expect(text('plain.py')).toHaveLength(4000)
    expect(statSync(join(into, 'plain.py')).mode & 0o7777).toBe(0o644)
    expect(readdirSync(into)).toEqual(['empty', 'plain.py', 'src'])
    expect(readdirSync(join(into, 'src'))).toEqual(['my_socket.py'])
  })

  test.each(['../evil.py', 'a/../../evil.py', '__MACOSX/../../evil.py', '..'])(
    'the path %s is refused',
    async (path) => {
      const result = await unpackedArchive(pack([hello, { path, content: 'evil' }]))
      expect(why(result)).toBe(
        `What was handed in cannot be taken: it holds "${path}", which leads out of its folder.`,
      )
    },
  )

  test('an absolute path is refused', async () => {
    const path = `${folder}/evil.py`
    expect(why(await unpackedArchive(pack([{ path, content: 'evil' }])))).toMatch(
      /cannot be taken: it holds ".*evil.py", which/,
    )
    expect(existsSync(path)).toBe(false)
  })

  test('a link that stays inside is one, and one to nothing is left out', async () => {
    const result = await unpackedArchive(
      pack([
        { path: 'a/b/up', type: 'link', target: '../../src/my_socket.py' },
        { path: 'nothing', type: 'link', target: 'nowhere' },
        { path: 'round', type: 'link', target: 'round' },
        hello,
      ]),
    )
    expect(result).toEqual({ kind: 'unpacked' })
    expect(text('a/b/up')).toBe('hello')
    expect(readdirSync(into)).toEqual(['a', 'src'])
  })

  test.each([
    ['absolute', [{ path: 'x', type: 'link', target: '/etc' }]],
    ['upwards', [{ path: 'a/x', type: 'link', target: '../../given.zip' }]],
    [
      'by way of another',
      [
        { path: 'a/b/up', type: 'link', target: '../..' },
        { path: 'a/b/x', type: 'link', target: 'up/..' },
      ],
    ],
  ] as [string, Packed[]][])('a link that leads out is refused: %s', async (_how, links) => {
    expect(why(await unpackedArchive(pack([...links, hello])))).toMatch(
      /"(a\/)?(b\/)?x" is a link to .*, which lies outside\.$/,
    )
  })

  test.each([
    ['first', [{ path: 'a', type: 'link', target: 'src' }, { path: 'a/evil.py' }, hello]],
    ['last', [hello, { path: 'a/evil.py' }, { path: 'a', type: 'link', target: 'src' }]],
  ] as [string, Packed[]][])('nothing is written through a link that comes %s', async (_when, entries) => {
    expect(why(await unpackedArchive(pack(entries)))).toMatch(/it holds "a" twice\.$/)
    expect(existsSync(join(into, 'src/evil.py'))).toBe(false)
  })

  test('a link behind a link is refused', async () => {
    const links: Packed[] = [
      { path: 'a', type: 'link', target: 'src' },
      { path: 'a/x', type: 'link', target: 'my_socket.py' },
    ]
    expect(why(await unpackedArchive(pack([...links, hello])))).toMatch(/"a\/x" lies behind a link\.$/)
  })

  test.each(['device', 'pipe'] as const)('a %s is refused', async (type) => {
    expect(why(await unpackedArchive(pack([{ path: 'x', type }])))).toMatch(
      /"x", which is neither a file nor a folder/,
    )
  })

  test('too many entries, too many bytes, and folders too deep are refused', async () => {
    const many = Array.from({ length: 21 }, (_, at) => ({ path: `f${at}` }))
    expect(why(await unpackedArchive(pack(many)))).toMatch(/it holds more than 20 files and folders\.$/)
    const large = { path: 'large', content: 'x'.repeat(200_001) }
    expect(why(await unpackedArchive(pack([large])))).toMatch(/it holds more than 0 MiB\.$|200 times/)
    const deep = { path: 'a/b/c/d/e' }
    expect(why(await unpackedArchive(pack([deep])))).toMatch(/lies more than 4 folders deep\.$/)
  })

  test('one that was cut off, and a name that is there twice, are refused', async () => {
    const whole = pack([{ path: 'x', content: 'x'.repeat(9000) }])
    const half = whole.subarray(0, whole.length / 2)
    expect(why(await unpackedArchive(half))).toMatch(/it is a broken (zip|tar|gzip) archive \(/)
    expect(why(await unpackedArchive(pack([hello, hello])))).toMatch(/it holds "src\/my_socket.py" twice\.$/)
  })
})

test('bombs are stopped by how much they grow', async () => {
  const zeros = Buffer.alloc(100_000)
  for (const bytes of [
    zipOf([{ path: 'x', content: zeros, deflate: true }]),
    tarGzOf([{ path: 'x', content: zeros }]),
  ])
    expect(why(await unpackedArchive(bytes))).toMatch(/it unpacks to more than 200 times its own size\.$/)
})

test('a bomb of nothing but headers and padding is stopped as well', async () => {
  expect(
    why(await unpackedArchive(gzipSync(Buffer.concat([tarOf([hello]), Buffer.alloc(400_000)])))),
  ).toMatch(/more than/)
  expect(why(await unpackedArchive(gzipSync(gzipSync(tarOf([hello])))))).toMatch(
    /it is packed more than once\.$/,
  )
})

test('a zip whose sizes are not true, or that is encrypted, is refused', async () => {
  const lie = { path: 'x', content: Buffer.alloc(5000), deflate: true, claims: 10 }
  expect(why(await unpackedArchive(zipOf([lie])))).toMatch(/"x" in it is broken \(/)
  expect(why(await unpackedArchive(zipOf([{ path: 'x', encrypted: true }])))).toMatch(
    /"x" in it is encrypted\.$/,
  )
})

test.each(['', 'a\0b'])(
  'a link in a zip to %j, which the kernel would not make, is refused',
  async (target) => {
    const link = { path: 'x', type: 'link', target } as const
    expect(why(await unpackedArchive(zipOf([link])))).toMatch(/"x" is a link to ".*", which is no path\.$/)
  },
)

test('a hard link is a copy of what it names, and of nothing outside', async () => {
  const link = { path: 'again.py', type: 'hard-link', target: 'src/my_socket.py' } as const
  expect(await unpackedArchive(tarOf([hello, link]))).toEqual({ kind: 'unpacked' })
  expect(text('again.py')).toBe('hello')
  const out = { ...link, target: '../given.zip' }
  expect(why(await unpackedArchive(tarOf([out])))).toMatch(/leads out of its folder\.$/)
  const nothing = { ...link, path: 'other', target: 'nothing' }
  expect(why(await unpackedArchive(tarOf([nothing])))).toMatch(/which is no file in it\.$/)
})

test('a file that the tar parser would pass over is told of', async () => {
  const sparse = tarOf([hello])
  // Type S, and the sum over the header with it.
  sparse.write('S', 156)
  const sum = Number.parseInt(sparse.toString('latin1', 148, 154), 8) + 'S'.charCodeAt(0) - '0'.charCodeAt(0)
  sparse.write(sum.toString(8).padStart(6, '0'), 148)
  expect(why(await unpackedArchive(sparse))).toMatch(
    /"src\/my_socket.py", a sparse file, which is not read here\.$/,
  )
})

test('what is no archive that is read is called by its name', async () => {
  expect(why(await unpackedArchive(Buffer.from('Rar!\x1a\x07')))).toBe(
    'What was handed in cannot be taken: it is a RAR archive, and only zip, tar and tar.gz are read; hand in one of these.',
  )
  expect(why(await unpackedArchive(Buffer.from('hello')))).toMatch(
    /it is no archive, although it is called one/,
  )
  expect(why(await unpackedArchive(Buffer.alloc(0)))).toMatch(/it is an empty file/)
})

test('a folder is copied, its links kept where they stay inside, and nothing of its .git', async () => {
  const given = join(folder, 'given')
  mkdirSync(join(given, '.git'), { recursive: true })
  writeFileSync(join(given, 'my_socket.py'), 'hello')
  chmodSync(join(given, 'my_socket.py'), 0o4600)
  symlinkSync('my_socket.py', join(given, 'same.py'))
  expect(await unpacked('folder', given)).toEqual({ kind: 'unpacked' })
  expect(readdirSync(into)).toEqual(['my_socket.py', 'same.py'])
  expect(readlinkSync(join(into, 'same.py'))).toBe('my_socket.py')
  expect(statSync(join(into, 'my_socket.py')).mode & 0o7777).toBe(0o644)
})

test('a folder with a link to another, or with a pipe, is refused without anything being read', async () => {
  const given = join(folder, 'given')
  mkdirSync(given)
  symlinkSync('../bob/my_socket.py', join(given, 'my_socket.py'))
  expect(why(await unpacked('folder', given))).toMatch(
    /"my_socket.py" is a link to ".*", which lies outside\.$/,
  )
  rmSync(join(given, 'my_socket.py'))
  execFileSync('mkfifo', [join(given, 'pipe')])
  expect(why(await unpacked('folder', given))).toMatch(/"pipe", which is neither a file nor a folder/)
})

test('a file is copied under its name', async () => {
  const given = join(folder, 'given')
  writeFileSync(given, 'hello')
  expect(await unpacked('file', given)).toEqual({ kind: 'unpacked' })
  expect(text('given')).toBe('hello')
})

test('this machine running out of space is nobody else’s fault', async () => {
  writeFileSync(join(folder, 'given.zip'), zipOf([hello]))
  const gone = join(folder, 'gone')
  await expect(
    unpack({ kind: 'archive', path: Buffer.from(join(folder, 'given.zip')) }, gone),
  ).rejects.toThrow('ENOENT')
})
