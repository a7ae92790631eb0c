import { usualLimits } from './meaning.ts'

/** The text of an assignment to begin with, which is in order as it stands: each `must` of the core, 100 points. Pure. */
export const templateOf = (seeds: { readonly visible: number; readonly hidden: number }): string =>
  `# What a class is graded by:
#   wouldblock grade SUBMISSIONS --assignment THIS_FILE --out DIR
# Try it on a solution of your own before any student sees it:
#   wouldblock assignment check THIS_FILE --model SOLUTION
# Keep this file to yourself: it tells what is hidden. The text of the exercise tells students the rest.
wouldblock: 1

title: Blocking, non-blocking and timed sockets

# Where a submission keeps its class: globs from its folder on. The first that exactly one file matches names it.
# Languages are known by their endings (.py, .ts, .js, .c, .go, .java, ...). Without class: Socket, or the only one.
wrapper:
  file: [my_socket.py, '**/my_socket.py']
  # class: MySocket

# What a class is held to. page: what Python's sockets do, however a submission sees it. declared: its own word.
profile: page

# Beyond the core: threads, udp, unix, ipv6, tls, signals, ... (README, "What a wrapper can declare"). A submission
# that does not declare one of these earns nothing for what needs it.
features: []

# One seed for the whole class, so that all are asked the same; what is hidden is drawn with the other.
seeds:
  visible: ${seeds.visible}
  hidden: ${seeds.hidden}

# Never run. "wouldblock list" shows all behaviours, "wouldblock explain ID" tells more of one.
leave-out: []

# What one submission may use. What it has not shown when its time is over earns nothing; a correct one needs some
# fifteen seconds. memory is for each of its processes, of which up to forty run side by side.
limits:
  seconds: ${usualLimits.seconds}
  memory: ${usualLimits.memoryMiB} MiB
  disk: ${usualLimits.diskMiB} MiB
  processes: ${usualLimits.processes}

# true: the fewest inputs that tell something. Faster, and misses what goes wrong only sometimes.
quick: false

# What earns points. A behaviour counts for the first item that selects it, by behaviours (globs over ids), group and
# level (must or should), all of which have to agree. points is for the item, points-each for each behaviour in it.
# partial: false is all or nothing. hidden: true shows a student the points, and nothing else. What is late, or was
# handed in twice, is not known here: count that from grades.csv.
points:
  - title: Blocking calls wait, and wake up
    group: block
    level: must
    points: 15
  - title: Non-blocking calls answer at once
    group: nb
    level: must
    points: 20
  - title: Timeouts end when they should
    group: timeout
    level: must
    points: 30
  - title: Modes are kept, and told truly
    group: [mode, trans]
    level: must
    points: 10
  - title: Errors, addresses and closing
    group: [err, endpoint, life]
    level: must
    points: 10
  - title: Nothing is wasted
    group: res
    level: must
    points: 5
  - title: Data, and long sequences of calls
    group: [data, model]
    points: 10
    hidden: true
  # - title: For the ambitious
  #   level: should
  #   points-each: 0.2
`
