import { expect, test } from 'vitest'
import { emptyClass } from './empty.ts'

test.each([
  ['src/my_socket.py', 'MySocket', 'class MySocket:\n    pass\n'],
  ['my_socket.ts', undefined, 'export class Socket {}\n'],
  ['my_socket.cjs', undefined, 'exports.Socket = class {}\n'],
  ['my_socket.c', undefined, ''],
])('%s of a student who has not begun', (path, className, text) => {
  expect(emptyClass(path, className)).toBe(text)
})
