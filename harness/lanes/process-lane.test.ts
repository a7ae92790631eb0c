import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { nowMicros, sleep } from '../clock.ts'
import { adapter, eventually, isAlive, lane, nodeLane, shellLane, temporaryFolder } from './fixture.ts'

/** Keeps the event loop from turning. */
function holdUp(milliseconds: number): void {
  const until = nowMicros() + milliseconds * 1_000
  while (nowMicros() < until);
}

describe('a call on a process lane', () => {
  it('ends in the reply, with times in order', async () => {
    const socket = shellLane(adapter('echo "$id ok 7 s1 x"'))
    const before = nowMicros()
    const call = socket.call('open', [])
    expect(call.settled()).toBeUndefined()
    const outcome = await call.outcome
    expect(outcome).toMatchObject({ kind: 'reply', status: 'ok', words: ['s1', 'x'], insideMicros: 7 })
    if (outcome.kind !== 'reply') return
    expect(outcome).not.toHaveProperty('enteredAtMicros')
    expect(before).toBeLessThanOrEqual(outcome.requestedAtMicros)
    expect(outcome.requestedAtMicros).toBeLessThan(outcome.repliedAtMicros)
    expect(outcome.repliedAtMicros).toBeLessThanOrEqual(nowMicros())
    expect(call.settled()).toBe(outcome)
    expect(socket.usable).toBe(true)
  })

  it('is pending between its announcement and its reply', async () => {
    const socket = shellLane(adapter('echo "$id entered 0"; sleep 0.2; echo "$id timeout 200000 timed out"'))
    const call = socket.call('recv', ['s1', '1'])
    await call.entered
    expect(call.settled()).toBeUndefined()
    const outcome = await call.outcome
    expect(outcome).toMatchObject({ kind: 'reply', status: 'timeout', text: 'timed out' })
    if (outcome.kind !== 'reply') return
    expect(outcome.repliedAtMicros - outcome.enteredAtMicros!).toBeGreaterThan(150_000)
  })

  it('carries 8 MB there and back', async () => {
    const socket = nodeLane(`
      const { createInterface } = require('node:readline')
      createInterface({ input: process.stdin }).on('line', (line) => {
        const [id, , handle, bytes] = line.split(' ')
        process.stdout.write(id + ' entered 0\\n' + id + ' ok 1 ' + bytes + '\\n')
      })`)
    const hex = 'c3'.repeat(8_000_000)
    const outcome = await socket.call('send', ['s1', hex]).outcome
    expect(outcome.kind === 'reply' && outcome.words[0] === hex).toBe(true)
  })

  it('may lack its announcement only where nothing was there to be called', async () => {
    const unsupported = shellLane(adapter('echo "$id unsupported 0"'))
    expect(await unsupported.call('recv', ['s1', '1']).outcome).toMatchObject({ status: 'unsupported' })
    const mute = shellLane(adapter('echo "$id ok 0 00"'))
    expect(await mute.call('recv', ['s1', '1']).outcome).toMatchObject({
      kind: 'protocol',
      why: 'the line replies to recv, which was not announced by "<id> entered 0"',
    })
  })

  it('cannot be made while another is in flight', () => {
    const socket = shellLane('sleep 9')
    socket.call('accept', ['s1'])
    expect(() => socket.call('open', [])).toThrow('accept is in flight')
  })
})

describe('calls that are marked', () => {
  /** Answers recv once there has been another request since. */
  const late = adapter(
    'case $op in "&recv") echo "$id entered 0"; held=$id ;; *) echo "$id ok 1"; [ -z "$held" ] || echo "$held ok 2 00" ;; esac',
  )

  it('are in flight beside others, and each is answered by its id', async () => {
    const socket = shellLane(late)
    const waiting = socket.call('&recv', ['s1', '1'])
    await waiting.entered
    expect(waiting.operation).toBe('recv')
    expect(socket.inFlight).toEqual([waiting])
    expect(await socket.call('send', ['s1', '00']).outcome.catch(String)).toMatchObject({ kind: 'protocol' })
    expect((await waiting.outcome).kind).toBe('protocol')
    const other = shellLane(late)
    const held = other.call('&recv', ['s1', '1'])
    await held.entered
    expect(await other.call('close', ['s1']).outcome).toMatchObject({ kind: 'reply', insideMicros: 1 })
    expect(await held.outcome).toMatchObject({ kind: 'reply', insideMicros: 2, words: ['00'] })
    expect(other.inFlight).toEqual([])
  })

  it('cannot be made while one without the mark is in flight', () => {
    const socket = shellLane('sleep 9')
    socket.call('&recv', ['s1', '1'])
    socket.call('&recv', ['s1', '1'])
    socket.call('accept', ['s1'])
    expect(() => socket.call('&recv', ['s1', '1'])).toThrow('accept is in flight')
  })

  it('end together, when one of them hangs or a stray line comes', async () => {
    const hanging = shellLane('sleep 99')
    const calls = [hanging.call('&recv', ['s1', '1']), hanging.call('&send', ['s1', '00'])]
    const order: string[] = []
    for (const call of calls) void call.outcome.then(() => order.push(call.operation))
    calls[1]!.arm(20)
    expect((await Promise.all(calls.map((call) => call.outcome))).map(({ kind }) => kind)).toEqual([
      'hang',
      'hang',
    ])
    expect(order).toEqual(['send', 'recv'])
    const noisy = shellLane('read -r one; read -r two; echo "hello there"; sleep 9')
    const both = [noisy.call('&recv', ['s1', '1']), noisy.call('&recv', ['s1', '1'])]
    for (const call of both)
      expect(await call.outcome).toMatchObject({ kind: 'protocol', quoted: 'hello there' })
  })
})

describe('a hang', () => {
  it('ends at its deadline, and costs the process its life, with its children', async () => {
    const file = join(temporaryFolder(), 'pid')
    const socket = shellLane(adapter(`echo "$id entered 0"; sleep 99 & echo $! > ${file}; wait`))
    const call = socket.call('recv', ['s1', '1'])
    await call.entered
    await eventually(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'))
    call.arm(50)
    const outcome = await call.outcome
    expect(outcome).toMatchObject({ kind: 'hang', entered: true })
    expect(outcome.kind === 'hang' && outcome.waitedMicros).toBeGreaterThan(49_000)
    expect(socket.usable).toBe(false)
    await socket.close()
    expect(isAlive(socket.pid!)).toBe(false)
    expect(await eventually(() => !isAlive(Number(readFileSync(file, 'utf8'))))).toBe(true)
  })

  it('is told from a call that was never announced', async () => {
    const socket = shellLane('sleep 99')
    const call = socket.call('hello', ['1'])
    call.arm(30)
    expect(await call.outcome).toMatchObject({ kind: 'hang', entered: false })
    await call.entered
  })

  it('is not made of a reply that lay in the pipe while the harness itself was held up', async () => {
    const socket = shellLane(adapter('echo "$id ok 0 s1"'))
    const call = socket.call('open', [])
    call.arm(100)
    holdUp(300)
    expect((await call.outcome).kind).toBe('reply')
  })

  it('is what every later call on the lane gets, at once', async () => {
    const socket = shellLane('sleep 99')
    const first = socket.call('hello', ['1'])
    first.arm(10)
    const outcome = await first.outcome
    expect(socket.call('open', []).settled()).toBe(outcome)
  })
})

describe('a crash', () => {
  it('tells the exit code and the last of standard error', async () => {
    const socket = shellLane('read -r line; echo first >&2; echo "SocketError: no" >&2; exit 3')
    expect(await socket.call('open', []).outcome).toEqual({
      kind: 'crash',
      exitCode: 3,
      signal: null,
      standardError: 'first\nSocketError: no\n',
    })
    expect(socket.usable).toBe(false)
  })

  it('tells the signal', async () => {
    const socket = shellLane('read -r line; kill -SEGV $$')
    expect(await socket.call('open', []).outcome).toMatchObject({
      kind: 'crash',
      exitCode: null,
      signal: 'SIGSEGV',
    })
  })

  it('is noticed although a grandchild keeps the pipes open, and takes it along', async () => {
    const socket = shellLane('read -r id op; sleep 99 & echo "pid $!" >&2; exit 5')
    const started = nowMicros()
    const outcome = await socket.call('open', []).outcome
    expect(outcome).toMatchObject({ kind: 'crash', exitCode: 5 })
    expect(nowMicros() - started).toBeLessThan(3_000_000)
    const grandchild = outcome.kind === 'crash' && Number(/pid (\d+)/.exec(outcome.standardError)?.[1])
    expect(await eventually(() => !isAlive(Number(grandchild)))).toBe(true)
  })

  it('does not swallow a reply that was written before the exit', async () => {
    const hex = 'ab'.repeat(60_000)
    const socket = shellLane(`read -r id op; echo "$id ok 0 ${hex}"; exit 1`)
    const call = socket.call('open', [])
    // The harness is held up until both are there to be seen: the reply and the exit.
    holdUp(300)
    expect(await call.outcome).toMatchObject({ kind: 'reply', words: [hex] })
    expect(await socket.call('open', []).outcome).toMatchObject({ kind: 'crash', exitCode: 1 })
  })

  it('between two calls makes the lane unusable and the next call a crash, whatever is written to it', async () => {
    const socket = shellLane('exit 0')
    await eventually(() => !socket.usable)
    for (let calls = 0; calls < 3; calls += 1) {
      const outcome = await socket.call('sendall', ['s1', 'ab'.repeat(500_000)]).outcome
      expect(outcome).toMatchObject({ kind: 'crash', exitCode: 0 })
    }
  })

  it('in the middle of a large request is a crash, not an EPIPE', async () => {
    const socket = shellLane('dd bs=1000 count=1 of=/dev/null 2>/dev/null; exec 0<&-; exit 4')
    const outcome = await socket.call('sendall', ['s1', 'ab'.repeat(4_000_000)]).outcome
    expect(outcome).toMatchObject({ kind: 'crash', exitCode: 4 })
  })

  it('is what a program that cannot be started ends in', async () => {
    const missing = lane(['wouldblock-no-such-program'])
    expect(missing.usable).toBe(false)
    expect(await missing.call('hello', ['1']).outcome).toEqual({
      kind: 'crash',
      exitCode: null,
      signal: null,
      standardError: 'wouldblock-no-such-program: no such program on the PATH',
    })
    await missing.close()
  })

  it('survives a flood on standard error', async () => {
    const before = process.memoryUsage().rss
    const socket = nodeLane(`
      const { writeSync } = require('node:fs')
      const flood = Buffer.alloc(1 << 20, 'e')
      for (let written = 0; written < 200; written += 1) {
        for (let at = 0; at < flood.length; ) {
          try { at += writeSync(2, flood, at) } catch (error) { if (error.code !== 'EAGAIN') throw error }
        }
      }
      writeSync(2, 'the last word')
      process.exit(9)`)
    const outcome = await socket.call('open', []).outcome
    expect(outcome).toMatchObject({ kind: 'crash', exitCode: 9 })
    if (outcome.kind !== 'crash') return
    expect(outcome.standardError).toHaveLength(4_000)
    expect(outcome.standardError.endsWith('eeethe last word')).toBe(true)
    expect(process.memoryUsage().rss - before).toBeLessThan(100 << 20)
  })
})

describe('a line of another shape', () => {
  it('costs the call in flight, and is quoted', async () => {
    const socket = shellLane(adapter('echo "Connecting to server"; echo "$id ok 0"'))
    expect(await socket.call('open', []).outcome).toEqual({
      kind: 'protocol',
      why: 'the line is not a line of the protocol',
      quoted: 'Connecting to server',
    })
    expect(socket.usable).toBe(false)
  })

  it('costs nothing between two calls', async () => {
    const socket = shellLane(adapter('echo "$id ok 0"; sleep 0.1; echo "closed it"; echo "and more"'))
    expect((await socket.call('open', []).outcome).kind).toBe('reply')
    await eventually(() => socket.noise.length === 2)
    expect(socket.noise).toEqual(['closed it', 'and more'])
    expect((await socket.call('open', []).outcome).kind).toBe('reply')
  })

  it('before the first call costs nothing either', async () => {
    const socket = shellLane(`echo "Welcome"; ${adapter('')}`)
    await eventually(() => socket.noise.length === 1)
    expect((await socket.call('hello', ['1']).outcome).kind).toBe('reply')
    expect(socket.noise).toEqual(['Welcome'])
  })

  it('may be an answer to another request', async () => {
    const socket = shellLane(adapter('echo "1234 ok 0"'))
    expect(await socket.call('open', []).outcome).toMatchObject({
      kind: 'protocol',
      why: 'the line answers another request',
    })
  })

  it('may be a second announcement', async () => {
    const socket = shellLane(adapter('echo "$id entered 0"; echo "$id entered 0"; echo "$id ok 0 -"'))
    expect(await socket.call('recv', ['s1', '1']).outcome).toMatchObject({
      kind: 'protocol',
      why: 'the line announces the call a second time',
    })
  })

  it('may be too long to be kept', async () => {
    const socket = shellLane('read -r line; exec tr "\\\\0" x < /dev/zero')
    const outcome = await socket.call('open', []).outcome
    expect(outcome).toEqual({ kind: 'protocol', why: 'the line has no end', quoted: 'x'.repeat(200) })
  })

  it('floods between two calls at the price of the lane', async () => {
    const socket = shellLane('exec yes')
    expect(await eventually(() => !socket.usable)).toBe(true)
    expect(socket.noise).toHaveLength(20)
    expect(socket.call('open', []).settled()).toMatchObject({ kind: 'protocol', quoted: 'y' })
  })

  it('that never ends is shown when the call hangs', async () => {
    const socket = shellLane('read -r id op; printf "%s ok 0" "$id"; sleep 99')
    const call = socket.call('open', [])
    await sleep(100)
    call.arm(20)
    expect((await call.outcome).kind).toBe('hang')
    expect(socket.noise[0]).toMatch(/ ok 0$/)
  })

  it('is not waited for once standard output is closed, although the process goes on', async () => {
    const socket = shellLane('read -r line; exec 1>&-; sleep 99')
    expect(await socket.call('open', []).outcome).toMatchObject({
      kind: 'protocol',
      why: 'standard output was closed by a process that goes on',
    })
  })
})

describe('closing a lane', () => {
  it('ends the call in flight, kills the process, and may be done twice', async () => {
    const told: string[] = []
    const socket = shellLane('trap "" TERM INT; sleep 99', {
      started: (group) => told.push(`started ${group}`),
      gone: (group) => told.push(`gone ${group}`),
    })
    const call = socket.call('accept', ['s1'])
    await Promise.all([socket.close(), socket.close()])
    expect(await call.outcome).toMatchObject({ kind: 'crash', signal: 'SIGKILL' })
    expect(isAlive(socket.pid!)).toBe(false)
    expect(socket.usable).toBe(false)
    expect(told).toEqual([`started ${socket.pid}`, `gone ${socket.pid}`])
    await socket.close()
  })

  it('does not wait for a stranger that holds the pipes', async () => {
    const socket = shellLane('setsid sleep 2 & echo up; wait')
    await eventually(() => socket.noise.length === 1)
    const started = nowMicros()
    await socket.close()
    expect(nowMicros() - started).toBeLessThan(1_000_000)
  })
})
