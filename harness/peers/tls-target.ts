import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import { createSecureContext, type SecureContext, TLSSocket } from 'node:tls'
import { nowMicros } from '../clock.ts'
import { runsOver } from './abort.ts'
import { Arrivals } from './arrivals.ts'
import { makeCertificate } from './certificate.ts'
import { socketOptions } from './connection.ts'
import { type Connection, PeerError, type Testify, type TlsIdentity, type TlsTarget } from './peer.ts'
import { Relay } from './relay.ts'
import { listen } from './target.ts'

/** Whom the TLS targets of a run say they are. */
export interface OwnIdentity extends TlsIdentity {
  readonly context: SecureContext
  /** Removes the file. */
  close(): void
}

/** Makes a certificate and puts it into a file in `folder`. Rejects with PeerError. */
export async function makeIdentity(folder: string): Promise<OwnIdentity> {
  const serverName = 'localhost'
  const { certificate, key } = makeCertificate(serverName)
  const caFile = join(folder, `wouldblock-ca-${randomBytes(8).toString('hex')}.pem`)
  try {
    await writeFile(caFile, certificate)
  } catch (error) {
    throw new PeerError(`a certificate could not be written: ${String(error)}`)
  }
  const context = createSecureContext({ cert: certificate, key })
  return { serverName, caFile, context, close: () => rmSync(caFile, { force: true }) }
}

export interface OwnTlsTarget extends TlsTarget {
  /** Stops listening and resets every connection. */
  dismiss(): void
}

/** Opens a target server that speaks TLS, on an ephemeral port of 127.0.0.1. Rejects with PeerError. */
export async function openTlsTarget(identity: OwnIdentity, testify: Testify): Promise<OwnTlsTarget> {
  const server = createServer(socketOptions)
  const address = await listen(server)
  const arrivals = new Arrivals(address, testify)
  const carriers = new Map<Connection, Carrier>()
  server.on('connection', (socket) => {
    const carrier = secure(socket, identity.context)
    const connection = arrivals.add(carrier.stream, socket)
    carriers.set(connection, carrier)
  })
  return {
    address,
    identity,
    accepted: arrivals.accepted,
    next: (milliseconds) => arrivals.next(milliseconds),
    async sendHalf(connection, bytes) {
      const carrier = carriers.get(connection)
      if (carrier === undefined) throw new Error('no connection of this target')
      await carrier.secured
      const { relay, stream } = carrier
      relay.hold()
      await new Promise((resolve) => {
        stream.write(bytes, resolve)
      })
      // What was kept may begin with other records, such as session tickets; its end is that of this one.
      const rest = await relay.letGo(Math.ceil(bytes.length / 2))
      testify(`sent a part of a record of ${bytes.length} bytes`)
      return async () => {
        await rest()
        const at = nowMicros()
        testify('sent the rest of the record', at)
        return at
      }
    },
    dismiss() {
      server.close()
      arrivals.dismiss()
    },
  }
}

interface Carrier {
  readonly stream: TLSSocket
  readonly relay: Relay
  /** Resolves when the handshake is over. */
  readonly secured: Promise<unknown>
}

function secure(socket: Socket, context: SecureContext): Carrier {
  const relay = new Relay(socket)
  const stream = new TLSSocket(relay, { isServer: true, secureContext: context })
  runsOver(stream, socket)
  const secured = new Promise((resolve) => {
    stream.once('secure', resolve)
    stream.once('close', resolve)
  })
  return { stream, relay, secured }
}
