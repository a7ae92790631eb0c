import { describe, expect, it } from 'vitest'
import { referenceFile } from '../wrappers/prepare.ts'
import { attempt, type Attempt } from './attempt.ts'

const only = (...ids: readonly string[]): string[] => ids.flatMap((id) => ['--only', id])

const verdictsOf = ({ record }: Attempt): Record<string, string> =>
  Object.fromEntries(record?.behaviours.map(({ id, verdict }) => [id, verdict]) ?? [])

const chatty: readonly (readonly [language: string, file: string, text: string])[] = [
  [
    'Python',
    'a.py',
    `
import os, socket, subprocess, sys
print('loading', flush=True)
os.write(1, b'1 ok 0 forged\\n' * 100)
subprocess.run(['echo', 'a child while loading'])
print('x' * 100_000, end='')
class Socket(socket.socket):
    def __init__(self, *words, **more):
        super().__init__(*words, **more)
        print('made')
    def recv(self, size):
        os.write(1, b'unfinished')
        subprocess.run(['echo', 'a child while receiving'])
        return super().recv(size)
`,
  ],
  [
    'TypeScript',
    'a.ts',
    `
import { execFileSync } from 'node:child_process'
import { writeSync } from 'node:fs'
import { Socket as Base } from ${JSON.stringify(referenceFile())}
console.log('loading')
writeSync(1, '1 ok 0 forged\\n'.repeat(100))
execFileSync('echo', ['a child while loading'], { stdio: 'inherit' })
process.stdout.write('x'.repeat(100_000))
export class Socket extends Base {
  recv(size: number) {
    writeSync(1, 'unfinished')
    console.log('receiving')
    return super.recv(size)
  }
}
`,
  ],
]

/** Python's socket, or the bundled wrapper, without some of its methods. */
const lacking: readonly (readonly [language: string, file: string, text: string])[] = [
  [
    'Python',
    'a.py',
    `
import socket
class Socket:
    def __init__(self, inner=None):
        self.inner = inner or socket.socket()
    def accept(self):
        inner, address = self.inner.accept()
        return Socket(inner), address
    def __getattr__(self, name):
        if name in ('sendall', 'getblocking', 'close'):
            raise AttributeError(name)
        return getattr(self.inner, name)
`,
  ],
  [
    'TypeScript',
    'a.ts',
    `
import { Socket as Base } from ${JSON.stringify(referenceFile())}
export class Socket extends Base {}
Object.assign(Socket.prototype, { sendAll: undefined, getBlocking: undefined, close: undefined })
`,
  ],
]

describe.concurrent('a wrapper that prints to standard output while it is loaded and called', () => {
  it.each(chatty)('in %s passes', async (_language, file, text) => {
    const ids = ['mode.default-blocking', 'timeout.recv.expires', 'block.recv.partial']
    const tried = await attempt([file, ...only(...ids)], { files: { [file]: text } })
    expect(verdictsOf(tried)).toEqual(Object.fromEntries(ids.map((id) => [id, 'pass'])))
    expect([tried.code, tried.left]).toEqual([0, []])
  })
})

describe.concurrent('a wrapper that lacks methods', () => {
  it.each(lacking)('in %s fails what calls them, and nothing else', async (_language, file, text) => {
    const calling = ['block.sendall.complete', 'life.close-reaches-peer', 'mode.getblocking-consistent']
    const others = [
      'block.accept.waits',
      'mode.default-blocking',
      'nb.accept.after-ready',
      'timeout.recv.expires',
    ]
    const tried = await attempt([file, ...only(...calling, ...others)], { files: { [file]: text } })
    expect(verdictsOf(tried)).toEqual({
      ...Object.fromEntries(calling.map((id) => [id, 'fail'])),
      ...Object.fromEntries(others.map((id) => [id, 'pass'])),
    })
    const failed = tried.record?.behaviours.filter(({ verdict }) => verdict === 'fail') ?? []
    for (const { happened } of failed)
      expect(happened).toMatch(/answered unsupported \((the wrapper has )?no method \w+\)/)
    expect([tried.code, tried.left]).toEqual([1, []])
  })
})
