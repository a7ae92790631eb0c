import { expect, it } from 'vitest'
import { withoutFolders } from './without-folders.ts'

it.each([
  ['File "/tmp/grade-1/x/my_socket.py", line 3', 'File "my_socket.py", line 3'],
  ['at file:///work/sub/my_socket.ts:3:7', 'at my_socket.ts:3:7'],
  ['(/a/b/c.ts:1:2)', '(c.ts:1:2)'],
  ['recv(1) at 127.0.0.1:4000, 3/4 of them, and/or', 'recv(1) at 127.0.0.1:4000, 3/4 of them, and/or'],
  ['see https://docs.python.org/3/library/socket.html', 'see https://docs.python.org/3/library/socket.html'],
])('%s', (text, without) => {
  expect(withoutFolders(text)).toBe(without)
})
