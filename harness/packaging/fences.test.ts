import { expect, test } from 'vitest'
import { commandsIn } from './fences.ts'

test('what is fenced as "sh run" is found, with its line', () => {
  const page = 'One.\n\n```sh run\nnpm ci\nnpm start\n```\n\nTwo.\n\n```sh run\nnpm test\n```\n'
  expect(commandsIn(page)).toEqual([
    { line: 4, text: 'npm ci\nnpm start' },
    { line: 11, text: 'npm test' },
  ])
})

test('what is fenced otherwise is left alone', () => {
  const page = '```sh\nrm -rf /\n```\n\n```ts\nrun()\n```\n\n```\nsh run\n```\n\n    npm test\n'
  expect(commandsIn(page)).toEqual([])
})
