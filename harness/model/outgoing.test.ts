import { expect, it } from 'vitest'
import { isReceived, sureBytes } from './outgoing.ts'

const sure = (text: string) => ({ bytes: Buffer.from(text), sure: true })
const unsure = (text: string) => ({ bytes: Buffer.from(text), sure: false })
const received = (text: string): Buffer => Buffer.from(text)

it('demands all that is sure, in order, and nothing else', () => {
  const sent = [sure('ab'), sure('cd')]
  expect(sureBytes(sent)).toBe(4)
  expect(isReceived(sent, received('abcd'))).toBe(true)
  for (const other of ['abc', 'abcde', 'abdc', 'cdab', ''])
    expect(isReceived(sent, received(other))).toBe(false)
})

it('takes any beginning of what is not sure, and then what comes after it', () => {
  const sent = [sure('ab'), unsure('xyz'), sure('c')]
  for (const some of ['abc', 'abxc', 'abxyc', 'abxyzc']) expect(isReceived(sent, received(some))).toBe(true)
  for (const other of ['ab', 'abyc', 'abxyz', 'xyzc']) expect(isReceived(sent, received(other))).toBe(false)
})

it('is not misled where what comes next looks like what is not sure', () => {
  expect(isReceived([unsure('aaa'), sure('aab')], received('aaab'))).toBe(true)
  expect(isReceived([unsure('aaa'), unsure('ab'), sure('b')], received('aabb'))).toBe(true)
})

it('is content with a beginning of it all where the connection was cut', () => {
  const sent = [sure('ab'), unsure('xyz'), sure('c')]
  for (const some of ['', 'a', 'ab', 'abx', 'abxc']) expect(isReceived(sent, received(some), true)).toBe(true)
  for (const other of ['b', 'abxcc', 'abyc']) expect(isReceived(sent, received(other), true)).toBe(false)
})
