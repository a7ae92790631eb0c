import type { Scenario } from '../harness/engine/behaviour.ts'
import * as blockAccept from './block-accept.ts'
import * as blockConnect from './block-connect.ts'
import * as blockDuplex from './block-duplex.ts'
import * as blockLasting from './block-lasting.ts'
import * as blockReady from './block-ready.ts'
import * as blockRecvEnds from './block-recv-ends.ts'
import * as blockRecv from './block-recv.ts'

import * as blockSend from './block-send.ts'
import * as blockSpurious from './block-spurious.ts'
import * as concAccept from './conc-accept.ts'
import * as concRecv from './conc-recv.ts'
import * as concSettings from './conc-settings.ts'
import * as dataMixed from './data-mixed.ts'
import * as dataReceive from './data-receive.ts'
import * as dataSend from './data-send.ts'
import * as endpointBind from './endpoint-bind.ts'
import * as endpointHelper from './endpoint-helper.ts'
import * as endpointIpv6 from './endpoint-ipv6.ts'
import * as endpointIsolation from './endpoint-isolation.ts'
import * as endpointListen from './endpoint-listen.ts'
import * as endpointNames from './endpoint-names.ts'
import * as errBrokenPipe from './err-broken-pipe.ts'
import * as errClass from './err-class.ts'
import * as errDetail from './err-detail.ts'
import * as errMisuse from './err-misuse.ts'
import * as lifeCancel from './life-cancel.ts'
import * as lifeClose from './life-close.ts'
import * as lifeExit from './life-exit.ts'
import * as lifeHalfClose from './life-half-close.ts'
import * as lifeLate from './life-late.ts'
import * as lifeShutdown from './life-shutdown.ts'
import * as lifeWakes from './life-wakes.ts'
import * as modeDefault from './mode-default.ts'
import * as modeDefaultTimeout from './mode-default-timeout.ts'
import * as modeDup from './mode-dup.ts'
import * as modeGetters from './mode-getters.ts'
import * as modeReject from './mode-reject.ts'
import * as modeSwitch from './mode-switch.ts'
import * as modeValues from './mode-values.ts'
import * as modelSequences from './model-sequences.ts'
import * as nbAccept from './nb-accept.ts'
import * as nbConnect from './nb-connect.ts'
import * as nbLatency from './nb-latency.ts'
import * as nbPeek from './nb-peek.ts'
import * as nbRecv from './nb-recv.ts'
import * as nbSend from './nb-send.ts'
import * as programTrivialServer from './program-trivial-server.ts'
import * as resCpu from './res-cpu.ts'
import * as resCrowd from './res-crowd.ts'
import * as resLeaks from './res-leaks.ts'
import * as resListeners from './res-listeners.ts'
import * as sigException from './sig-exception.ts'
import * as sigReceive from './sig-receive.ts'
import * as sigSend from './sig-send.ts'
import * as timeoutAccept from './timeout-accept.ts'
import * as timeoutChange from './timeout-change.ts'
import * as timeoutClock from './timeout-clock.ts'
import * as timeoutConnect from './timeout-connect.ts'
import * as timeoutDisturbed from './timeout-disturbed.ts'
import * as timeoutEvents from './timeout-events.ts'
import * as timeoutGather from './timeout-gather.ts'
import * as timeoutGhost from './timeout-ghost.ts'
import * as timeoutRace from './timeout-race.ts'
import * as timeoutRecv from './timeout-recv.ts'
import * as timeoutSend from './timeout-send.ts'
import * as timeoutSendall from './timeout-sendall.ts'
import * as timeoutSequence from './timeout-sequence.ts'
import * as tlsHandshake from './tls-handshake.ts'
import * as tlsIo from './tls-io.ts'
import * as transAccept from './trans-accept.ts'
import * as transConnect from './trans-connect.ts'
import * as transIo from './trans-io.ts'
import * as transRecv from './trans-recv.ts'
import * as transSequence from './trans-sequence.ts'
import * as udpDatagrams from './udp-datagrams.ts'
import * as udpRecv from './udp-recv.ts'
import * as unixConnect from './unix-connect.ts'
import * as unixStream from './unix-stream.ts'

/** Everything that is required, in the order of reports: what the rest builds on comes first. */
export const catalogue: readonly Scenario[] = [
  [modeDefault, modeSwitch, modeValues, modeReject, modeGetters],
  [endpointBind, endpointNames, endpointListen, endpointIsolation],
  [blockRecv, blockRecvEnds, blockAccept, blockConnect, blockSend, blockLasting, blockDuplex, blockSpurious],
  [nbRecv, nbAccept, nbSend, nbConnect, nbLatency],
  [timeoutRecv, timeoutAccept, timeoutConnect, timeoutSend, timeoutSendall],
  [timeoutSequence, timeoutEvents, timeoutRace, timeoutGhost, timeoutClock],
  [timeoutDisturbed, timeoutChange],
  [transRecv, transAccept, transConnect, transSequence, transIo],
  [errClass, errMisuse, errBrokenPipe, errDetail],
  [lifeClose, lifeHalfClose, lifeLate, lifeExit, lifeShutdown, lifeWakes, lifeCancel],
  [dataReceive, dataSend, dataMixed],
  [concRecv, concAccept, concSettings],
  [modelSequences],
  [resCpu, resLeaks, resListeners, resCrowd],
  [udpRecv, udpDatagrams, unixStream, unixConnect, endpointIpv6],
  [nbPeek, blockReady, modeDefaultTimeout, modeDup, endpointHelper, timeoutGather],
  [tlsIo, tlsHandshake],
  [sigReceive, sigSend, sigException],
  [programTrivialServer],
]
  .flat()
  .flatMap((suite) => Object.values(suite))
