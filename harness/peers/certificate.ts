import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'

/** A certificate and its key, both in PEM. */
export interface Certificate {
  readonly certificate: string
  readonly key: string
}

/**
 * Makes a key on P-256 and a certificate for it that is its own issuer, good for `serverName` and 127.0.0.1 from
 * yesterday to tomorrow. It has the extensions that a strict verifier asks for (RFC 5280, 4.2). Takes some ms; the
 * libraries that do the same bring 20 packages.
 */
export function makeCertificate(serverName: string): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subjectKey = publicKey.export({ type: 'spki', format: 'der' })
  const keyId = createHash('sha1').update(subjectKey).digest()
  const name = sequence(tagged(0x31, sequence(oid('550403'), tagged(0x0c, Buffer.from('wouldblock')))))
  const algorithm = sequence(oid('2a8648ce3d040302')) // ecdsa-with-SHA256
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.of(2))), // version 3
    integer(Buffer.concat([Buffer.of(1), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(-1), time(1)),
    name,
    subjectKey,
    tagged(
      0xa3,
      sequence(
        extension('551d13', sequence(critical)), // basic constraints: an issuer
        extension('551d0f', Buffer.of(0x03, 2, 2, 0x84)), // key usage: signs data and certificates
        extension('551d0e', tagged(0x04, keyId)),
        extension('551d23', sequence(tagged(0x80, keyId))),
        extension(
          '551d11',
          sequence(tagged(0x82, Buffer.from(serverName)), tagged(0x87, Buffer.of(127, 0, 0, 1))),
        ),
      ),
    ),
  )
  const signature = sign('sha256', toBeSigned, privateKey)
  const signed = sequence(toBeSigned, algorithm, tagged(0x03, Buffer.of(0), signature))
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${signed.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/** DER: a tag, a length, the contents. */
function tagged(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...size), content])
}

const sequence = (...contents: readonly Buffer[]): Buffer => tagged(0x30, ...contents)
const integer = (bytes: Buffer): Buffer => tagged(0x02, bytes)
const oid = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'))
const critical = tagged(0x01, Buffer.of(0xff))

/** Those of the constraints and of the usage must not be overlooked. */
const extension = (id: string, content: Buffer): Buffer =>
  sequence(oid(id), ...(['551d13', '551d0f'].includes(id) ? [critical] : []), tagged(0x04, content))

/** As YYMMDDhhmmssZ. */
function time(daysFromNow: number): Buffer {
  const date = new Date(Date.now() + daysFromNow * 86_400_000).toISOString()
  return tagged(0x17, Buffer.from(date.replace(/[-:T]|\.\d+/g, '').slice(2)))
}
