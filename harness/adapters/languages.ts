import { join } from 'node:path'
import type { LaneCommand } from '../wrappers/prepared.ts'
import type { PreparedWrapper } from '../wrappers/prepare.ts'
import { compiled } from './compiled.ts'
import { type Language, refusedAsTyped, type Target } from './language.ts'
import { relayed } from './relayed.ts'
import { script } from './script.ts'
import { findTool } from './tool.ts'

/**
 * The languages whose wrappers are plugged in as one file (`./mine.c`, `./Mine.java#Class`), beside Python and Node,
 * which have ways of their own. To add one:
 *
 * 1. Put its adapter into a folder `<id>/` here: sources named as the language likes, and a README.md of one page. All of
 *    the folder but TypeScript is packaged; nothing else has to be told of it.
 * 2. Add a row. An interpreter's adapter gets the wrapper's absolute path as its first argument, and the name behind the
 *    `#`, where one was typed, as its second:
 *
 *        start: script('adapter.rb', ['--disable-gems'])      // ruby --disable-gems …/adapter.rb …/mine.rb Mine
 *
 *    A compiler runs in a fresh folder that holds copies of the adapter's files and of the wrapper, which keeps its name
 *    unless `as` gives it another; what it makes is kept in the cache (build-cache.ts) under a hash of all of that:
 *
 *        start: compiled({
 *          adapter: ['adapter.c', 'wrapper.h'],
 *          compile: (wrapper) => ['-O2', 'adapter.c', wrapper, '-o', 'lane'],     // after the tool
 *          run: (folder) => [join(folder, 'lane')],                               // also (folder, wrapper, className)
 *        })
 *
 * 3. Add a row to contract/noisy.ts, so that contract.test.ts holds the adapter to PROTOCOL.md.
 *
 * A wrapper that does not compile fails each behaviour, with the compiler's first words; a missing tool starts nothing,
 * and names Debian's packages. Lanes work in the user's folder. Without `--profile` a wrapper of these languages is held
 * to what it declares, as one behind `exec:` is.
 */
export const languages: readonly Language[] = [
  {
    id: 'c',
    name: 'C',
    endings: ['c'],
    tool: 'cc',
    packages: ['gcc', 'libc6-dev'],
    start: compiled({
      adapter: ['adapter.c', 'wrapper.h'],
      compile: (wrapper) => ['-O2', '-std=gnu11', '-pthread', 'adapter.c', wrapper, '-o', 'lane', '-lm'],
      run: (folder) => [join(folder, 'lane')],
    }),
  },
  {
    id: 'rust',
    name: 'Rust',
    endings: ['rs'],
    tool: 'rustc',
    packages: ['rustc'],
    start: compiled({
      adapter: ['adapter.rs', 'socket.rs', 'words.rs'],
      as: 'wrapper.rs',
      // A panic on a thread ends the process, as it does on the main thread.
      compile: () => ['--edition', '2021', '-O', '-C', 'panic=abort', 'adapter.rs', '-o', 'lane'],
      run: (folder) => [join(folder, 'lane')],
    }),
  },
  {
    id: 'perl',
    name: 'Perl',
    endings: ['pl', 'pm'],
    tool: 'perl',
    packages: ['perl'],
    start: script('adapter.pl'),
  },
  {
    id: 'php',
    name: 'PHP',
    endings: ['php'],
    tool: 'php',
    packages: ['php-cli'],
    start: script('adapter.php', ['-d', 'display_errors=stderr', '-d', 'log_errors=0']),
  },
  {
    id: 'ruby',
    name: 'Ruby',
    endings: ['rb'],
    tool: 'ruby',
    packages: ['ruby'],
    // What helps people who read error messages costs a third of the start.
    start: script('adapter.rb', ['--disable=did_you_mean,error_highlight']),
  },
  {
    id: 'java',
    name: 'Java',
    endings: ['java'],
    tool: 'javac',
    packages: ['default-jdk-headless'],
    // Each is a machine of 60 MB that fills its caches anew; eight more would save a tenth of the time.
    lanes: 16,
    start: compiled({
      adapter: ['Adapter.java', 'StreamSocket.java', 'Words.java'],
      // Strings put together at run time cost 20 ms of each start.
      compile: (wrapper) => ['-XDstringConcat=inline', '-nowarn', 'Adapter.java', wrapper],
      run: (folder, wrapper, className) => [
        'java',
        ...quickStart,
        '-cp',
        folder,
        'Adapter',
        wrapper.replace(/\.java$/, ''),
        ...(className === undefined ? [] : [className]),
      ],
    }),
  },
  {
    id: 'go',
    name: 'Go',
    endings: ['go'],
    tool: 'go',
    packages: ['golang-go'],
    // One file is no module, and nothing is fetched.
    environment: { GO111MODULE: 'off', GOFLAGS: '', GOPROXY: 'off', GOTOOLCHAIN: 'local' },
    start: compiled({
      adapter: ['adapter.go', 'socket.go', 'words.go'],
      // Go initialises files in the order of their names, and the adapter's has to be first.
      as: 'wrapper.go',
      compile: (wrapper) => ['build', '-o', 'lane', 'adapter.go', 'socket.go', 'words.go', wrapper],
      run: (folder, _wrapper, className) => [
        join(folder, 'lane'),
        ...(className === undefined ? [] : [className]),
      ],
    }),
  },
  {
    id: 'lua',
    name: 'Lua',
    endings: ['lua'],
    tool: 'lua5.4',
    packages: ['lua5.4', 'lua-socket'],
    start: relayed('adapter.lua'),
  },
  {
    id: 'tcl',
    name: 'Tcl',
    endings: ['tcl'],
    tool: 'tclsh',
    packages: ['tcl'],
    start: relayed('adapter.tcl'),
  },
]

/** A Java machine that starts in 40 ms with few threads: what is worth its while only later is left out. */
const quickStart = ['-Xshare:auto', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-XX:-UsePerfData']

export const languageNamed = (id: string): Language | undefined => languages.find((each) => each.id === id)

/** How to start lanes of a wrapper in one of these languages; `folder` is the user's own. */
export async function prepareLanguage(
  language: Language,
  target: Target,
  folder: string,
): Promise<PreparedWrapper> {
  const { name, tool, packages, lanes, environment } = language
  if (findTool(tool) === undefined) {
    return refusedAsTyped(
      `${name} needs ${tool}, and there is no such program on the PATH.`,
      `Install it; on Debian: apt-get install ${packages.join(' ')}`,
    )
  }
  const started = await language.start(language, target)
  if (started.kind === 'refused') return started
  const command: LaneCommand = {
    argv: started.argv,
    folder,
    ...(lanes === undefined ? {} : { lanes }),
    ...(environment === undefined ? {} : { environment }),
  }
  return { kind: 'prepared', command }
}
