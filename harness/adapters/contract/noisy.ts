import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A timeout that makes a noisy wrapper end its process in the middle of the call that sets it, with code 3. */
export const crashSeconds = 77

/**
 * A correct wrapper of each language, made noisy: it prints a line with the words "noise at load" when it is loaded, and
 * another with "noise in a call" and a part of a line whenever a timeout is set, both to standard output; and it ends
 * its process where a timeout of `crashSeconds` is set. A wrapper that goes on from one of `fixtures/wrappers` is told by
 * its whole text; one made of a file, by what is put into it.
 */
export interface Noisy {
  /** `python`, `node`, or the id of a language of the table. */
  readonly language: string
  /** What `hello` calls it. */
  readonly said: string
  /** The program without which it is not tested. */
  readonly tool: string
  /** What the file is called; the class where that has to be named is after a #. */
  readonly file: string
  readonly text: () => string
  /** What recv answers after a reset, where its sockets do not tell that from an end. */
  readonly afterReset?: 'ok'
}

const wrappers = fileURLToPath(new URL('../../../fixtures/wrappers/', import.meta.url))

/** The text of a library's wrapper with something put after each of these places, which must be there once. */
function edited(library: string, ...edits: readonly (readonly [place: string, more: string])[]): string {
  let text = readFileSync(`${wrappers}libraries/${library}`, 'utf8')
  for (const [place, more] of edits) {
    if (text.split(place).length !== 2)
      throw new Error(`${library} has not one "${place}" for the contract test`)
    text = text.replace(place, () => `${place}\n${more}\n`)
  }
  return text
}

export const noisyWrappers: readonly Noisy[] = [
  {
    language: 'python',
    said: 'python',
    tool: 'python3',
    file: 'noisy.py#Noisy',
    text: () => `
import os, sys
sys.path.insert(0, ${JSON.stringify(wrappers)})
from select_based import Socket
print('noise at load')
class Noisy(Socket):
    def settimeout(self, seconds):
        if seconds == ${crashSeconds}:
            os._exit(3)
        print('noise in a call\\nand more', end='')
        super().settimeout(seconds)
`,
  },
  {
    language: 'node',
    said: 'javascript',
    tool: 'node',
    file: 'noisy.ts#Noisy',
    text: () => `
import { writeSync } from 'node:fs'
import { Socket } from ${JSON.stringify(`${wrappers}promises.ts`)}
console.log('noise at load')
export class Noisy extends Socket {
  override setTimeout(seconds: number | null): void {
    if (seconds === ${crashSeconds}) process.exit(3)
    process.stdout.write('noise in a call\\n')
    writeSync(1, 'and more')
    super.setTimeout(seconds)
  }
}
`,
  },
  {
    language: 'c',
    said: 'c',
    tool: 'cc',
    file: 'noisy.c',
    text: () =>
      edited(
        'c-poll.c',
        [
          '#include <unistd.h>',
          '#include <stdio.h>\n__attribute__((constructor)) static void at_load(void) { puts("noise at load"); fflush(stdout); }',
        ],
        [
          'int sock_settimeout(Socket *s, const double *seconds) {',
          `if (seconds && *seconds == ${crashSeconds}) _exit(3);\nfputs("noise in a call\\nand more", stdout), fflush(stdout);`,
        ],
      ),
  },
  {
    language: 'rust',
    said: 'rust',
    tool: 'rustc',
    file: 'noisy.rs',
    text: () =>
      edited(
        'rust-std-net.rs',
        [
          'pub fn open(_kind: &str) -> Result<Box<dyn Socket>> {',
          // Nothing of a module runs when it is loaded.
          'println!("noise at load");',
        ],
        [
          'fn set_timeout(&self, timeout: Option<Duration>) -> Result<()> {',
          `if timeout == Some(Duration::from_secs(${crashSeconds})) { std::process::exit(3) }\nprint!("noise in a call\\nand more");\nstd::io::stdout().flush()?;`,
        ],
      ),
  },
  {
    language: 'ruby',
    said: 'ruby',
    tool: 'ruby',
    file: 'noisy.rb',
    text: () =>
      edited(
        'ruby-socket.rb',
        ["require 'socket'", 'puts "noise at load"'],
        [
          '  def timeout=(seconds)',
          `exit!(3) if seconds == ${crashSeconds}\nprint "noise in a call\\nand more"`,
        ],
      ),
  },
  {
    language: 'lua',
    said: 'lua',
    tool: 'lua5.4',
    file: 'noisy.lua',
    text: () =>
      edited(
        'lua-luasocket.lua',
        ["local luasocket = require('socket')", "print('noise at load')"],
        [
          'function Socket:settimeout(seconds)',
          `if seconds == ${crashSeconds} then os.exit(3) end\nio.write('noise in a call\\nand more')`,
        ],
      ),
    afterReset: 'ok',
  },
  {
    language: 'tcl',
    said: 'tcl',
    tool: 'tclsh',
    file: 'noisy.tcl',
    text: () =>
      edited(
        'tcl-channels.tcl',
        ['set wouldblock {features {ipv6} variants {}}', 'puts {noise at load}'],
        [
          '  method settimeout {seconds} {',
          `if {$seconds eq ${crashSeconds}} { exit 3 }\nputs -nonewline "noise in a call\\nand more"`,
        ],
      ),
    afterReset: 'ok',
  },
  {
    language: 'perl',
    said: 'perl',
    tool: 'perl',
    file: 'noisy.pl',
    text: () =>
      edited(
        'perl-io-socket-ip.pl',
        ['use warnings;', 'use POSIX ();\nprint "noise at load\\n";'],
        [
          'sub set_timeout {',
          `POSIX::_exit(3) if ($_[1] // 0) == ${crashSeconds};\nprint "noise in a call\\nand more";`,
        ],
      ),
  },
  {
    language: 'php',
    said: 'php',
    tool: 'php',
    file: 'noisy.php',
    text: () =>
      edited(
        'php-sockets.php',
        ['<?php', 'echo "noise at load\n";'],
        [
          '    public function setTimeout(?float $seconds): void\n    {',
          `if ($seconds === ${crashSeconds}.0) exit(3);\necho "noise in a call\nand more";`,
        ],
      ),
  },
  {
    language: 'java',
    said: 'java',
    tool: 'javac',
    file: 'noisy.java',
    text: () =>
      edited(
        'java-socket.java',
        ['class JavaSocket implements StreamSocket {', 'static { System.out.println("noise at load"); }'],
        [
          '  public void setTimeout(Double seconds) throws IOException {',
          `if (seconds != null && seconds == ${crashSeconds}) Runtime.getRuntime().halt(3);\nSystem.out.print("noise in a call\\nand more");\nSystem.out.flush();`,
        ],
      ),
  },
  {
    language: 'go',
    said: 'go',
    tool: 'go',
    file: 'noisy.go',
    text: () =>
      edited(
        'go-net.go',
        ['\t"net"', '\t"fmt"\n\t"os"'],
        ['func init() {', 'fmt.Println("noise at load")'],
        [
          'func (s *goNet) SetTimeout(seconds float64) error {',
          `if seconds == ${crashSeconds} {\nos.Exit(3)\n}\nfmt.Print("noise in a call\\nand more")`,
        ],
      ),
  },
]
