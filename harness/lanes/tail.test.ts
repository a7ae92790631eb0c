import { describe, expect, it } from 'vitest'
import { keepTail } from './tail.ts'

const used = () => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers

describe('keepTail', () => {
  it('keeps all of little', () => {
    const tail = keepTail(10)
    tail.push(Buffer.from('abc'))
    tail.push(Buffer.from('déf'))
    expect(tail.text()).toBe('abcdéf')
  })

  it('keeps the end of much, in chunks large and small', () => {
    const tail = keepTail(10)
    tail.push(Buffer.alloc(100_000, 'x'))
    for (const part of ['0', '123', '45', '67890']) tail.push(Buffer.from(part))
    expect(tail.text()).toBe('1234567890')
    for (let pushed = 0; pushed < 5_000; pushed += 1) tail.push(Buffer.from(`${pushed % 10}`))
    expect(tail.text()).toBe('0123456789')
  })

  it('needs no more memory for a million small chunks than for a thousand', () => {
    const tail = keepTail(4_000)
    const before = used()
    for (let pushed = 0; pushed < 1_000_000; pushed += 1) tail.push(Buffer.alloc(4))
    globalThis.gc?.()
    expect(used() - before).toBeLessThan(60_000_000)
  })
})
