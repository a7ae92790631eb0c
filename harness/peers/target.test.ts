import { connect } from 'node:net'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { sleep } from '../clock.ts'
import { PeerError } from './peer.ts'
import { openTarget, type OwnTarget } from './target.ts'

let testimony: string[]
let target: OwnTarget

beforeEach(async () => {
  testimony = []
  target = await openTarget({}, (what) => testimony.push(what))
})

afterEach(() => target.dismiss())

const dial = (): ReturnType<typeof connect> => connect(target.address).on('error', () => {})

it('hands out connections in the order of their arrival, each once', async () => {
  const first = target.next()
  const second = target.next()
  dial()
  await first
  dial()
  expect(await second).toBe(target.accepted[1])
  expect(await first).toBe(target.accepted[0])
})

it('hands out a connection that came before anybody asked', async () => {
  const client = dial()
  await sleep(30)
  const connection = await target.next()
  expect(connection.remote).toEqual({ host: '127.0.0.1', port: client.localPort })
  expect(connection.local).toEqual(target.address)
  expect(testimony).toEqual([`accepted from port ${client.localPort}`])
})

it('turns away whoever still waits when the trial ends', async () => {
  const waiting = target.next(60_000)
  target.dismiss()
  await expect(waiting).rejects.toThrow(/before the trial was over/)
})

it('rejects when none comes in time, and the next one goes to whoever asks then', async () => {
  await expect(target.next(20)).rejects.toThrow(PeerError)
  dial()
  expect(await target.next(1_000)).toBe(target.accepted[0])
})
