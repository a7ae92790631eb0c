import { type Setting, settingInWords } from './mode.ts'

/** Something done at one end of a connection or the other. Sizes are bytes. */
export type Step = SocketStep | PeerStep

/** A call on the socket. */
export type SocketStep =
  | { readonly act: 'set'; readonly setting: Setting }
  | { readonly act: 'send' | 'sendall'; readonly bytes: number }
  | { readonly act: 'recv'; readonly size: number }
  | { readonly act: 'shutdown'; readonly how: 'read' | 'write' | 'both' }
  | { readonly act: 'close' }

/** What its peer does. `stalls` and `reads`: leaves what comes in the pipe, or takes it out from then on. */
export type PeerStep =
  | { readonly act: 'peer sends'; readonly bytes: number }
  | { readonly act: 'peer reads' | 'peer stalls' | 'peer ends' | 'peer resets' }

export const isPeers = (step: Step): step is PeerStep => step.act.startsWith('peer ')

/** As a script shows it: `recv(16)`, `the peer sends 3 bytes`. */
export function stepInWords(step: Step): string {
  switch (step.act) {
    case 'set':
      return settingInWords(step.setting)
    case 'send':
    case 'sendall':
      return `${step.act}(${bytesInWords(step.bytes)})`
    case 'recv':
      return `recv(${step.size})`
    case 'shutdown':
      return `shutdown(${step.how})`
    case 'close':
      return 'close()'
    case 'peer sends':
      return `the peer sends ${bytesInWords(step.bytes)}`
    case 'peer ends':
      return 'the peer ends its stream'
    case 'peer reads':
    case 'peer stalls':
    case 'peer resets':
      return `the ${step.act}`
  }
}

export const bytesInWords = (bytes: number): string => `${bytes} byte${bytes === 1 ? '' : 's'}`
