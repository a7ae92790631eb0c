/**
 * The adapter of wrappers in TypeScript and JavaScript: hosts one class and speaks `wouldblock/1`.
 *
 *   sh -c 'exec "$0" "$@" 3>&1 1>&2 4<&0 0</dev/null' node host.mjs <URL of a module> <name of a class or ''> [--guarded]
 *
 * `--guarded` says that whoever started this process sees to it that it dies with him, even while a call is blocked.
 * Without it a thread watches for the end of the input.
 */
import { assertMoved, readFirstLine, readLines, writeLine } from './descriptors.ts'
import { errorToReply, oneLine } from './errors.ts'
import { declaredFeatures, findClass, introduction } from './load.ts'
import { createServer } from './serve.ts'
import { countSignals } from './signals.ts'
import { countWarnings, lettingGo, stagesWord } from './stages.ts'
import { tellSourceLines } from './stack.ts'
import { takeOverDate } from './wall-clock.ts'
import { readLinesInThread, watchArgument, watchInput } from './watch.ts'

/** A module may take this long to load: less than the harness waits for its greeting to be answered. */
const loadMillis = 10_000

const [url = '', className = '', mode] = process.argv.slice(2)
if (url === watchArgument) void watchInput()
else host(mode === '--guarded')

function host(guarded: boolean): void {
  assertMoved()
  takeOverDate()
  countWarnings()
  let loading = true

  // The input is not read before the module is there. So nothing of ours keeps the process alive, and a module that
  // waits for what can never come is found out at once; and the greeting can still be answered from an exit handler.
  const refuse = (why: string): void => {
    if (!loading) return
    loading = false
    const [id] = readFirstLine().split(' ')
    if (id !== undefined && id !== '') writeLine(`${id} error 0 ${oneLine(why)}`)
    process.exit(1)
  }
  process.once('beforeExit', () => refuse('the module waits at its top level for something that never comes'))
  process.once('exit', () => refuse('the process ended while the module was loading'))
  const late = setTimeout(() => refuse(`the module was not loaded after ${loadMillis / 1_000} s`), loadMillis)
  late.unref()

  const load = async (): Promise<void> => {
    const exported = (await import(url)) as Record<string, unknown>
    const wrapper = findClass(exported, className)
    const words = introduction(wrapper, exported['version'])
    if (declaredFeatures(wrapper).includes('signals')) countSignals()
    const server = createServer(wrapper, [...words, stagesWord])
    loading = false
    clearTimeout(late)
    const input = guarded
      ? readLines(server.receive, server.end)
      : await readLinesInThread(server.receive, server.end, server.replies)
    lettingGo(input.letGo)
  }
  load().catch((error: unknown) => {
    tellSourceLines(error, url)
    console.error(error)
    refuse(errorToReply(error).text)
  })
  // An error that no one catches still ends the process, as Node has it: this only mends what is printed.
  process.on('uncaughtExceptionMonitor', (error) => tellSourceLines(error, url))
}
