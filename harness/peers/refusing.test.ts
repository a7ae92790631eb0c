import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { openRefusing } from './refusing.ts'

it('refuses 200 of 200', async () => {
  const { address, close } = await openRefusing()
  const codes = await Promise.all(
    Array.from({ length: 200 }, () => {
      const client = connect(address)
      return new Promise((resolve) => {
        client.once('connect', () => resolve('connected'))
        client.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      })
    }),
  )
  close()
  expect(new Set(codes)).toEqual(new Set(['ECONNREFUSED']))
})
