import type { Start } from './language.ts'
import { adapterFile } from './tool.ts'

/**
 * For interpreters that can neither move a descriptor nor look at their input while a call is blocked. The process is
 * the interpreter's, as ever; bash has done both before it becomes that. Descriptors 1 and 2 are exchanged, so that what a
 * wrapper prints is told as an error is, and replies go out on 2. What is read has come through `cat`, which sees the end
 * of the input; 0.1 s later, enough for any call that does not wait, a process that is still there is killed.
 */
export const relayed =
  (adapter: string): Start =>
  ({ id, tool }, { file, className }) =>
    Promise.resolve({
      kind: 'argv',
      argv: [
        'bash',
        '-c',
        exchanged,
        tool,
        adapterFile(id, adapter),
        file,
        ...(className === undefined ? [] : [className]),
      ],
    })

/** `$$` is the process that becomes the interpreter. What relays holds no descriptor of its replies or errors open. */
const exchanged =
  'exec "$0" "$@" < <(exec 2>/dev/null; cat; exec >&-; sleep 0.1; kill -9 $$) 3>&2 2>&1 1>&3 3>&-'
