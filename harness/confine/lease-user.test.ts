import { expect, it } from 'vitest'
import { leaseUser } from './lease-user.ts'

it.runIf(process.platform === 'linux')('gives nobody out twice, and gives him out again', async () => {
  const [one, other] = [await leaseUser(), await leaseUser()]
  expect(one.uid).not.toBe(other.uid)
  one.release()
  other.release()
  const again = await leaseUser()
  expect(again.uid).toBeLessThanOrEqual(Math.max(one.uid, other.uid))
  again.release()
})
