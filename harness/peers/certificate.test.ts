import { X509Certificate } from 'node:crypto'
import { expect, test } from 'vitest'
import { makeCertificate } from './certificate.ts'

test('a certificate is its own issuer, signed by its own key', () => {
  const made = new X509Certificate(makeCertificate('localhost').certificate)
  expect(made.verify(made.publicKey)).toBe(true)
  expect(made.checkIssued(made)).toBe(true)
  expect(made.ca).toBe(true)
})

test('it is for the server’s name and for the loopback address, and for no other', () => {
  const made = new X509Certificate(makeCertificate('localhost').certificate)
  expect(made.checkHost('localhost')).toBe('localhost')
  expect(made.checkIP('127.0.0.1')).toBe('127.0.0.1')
  expect(made.checkHost('example.org')).toBeUndefined()
})

test('it is valid now', () => {
  const made = new X509Certificate(makeCertificate('localhost').certificate)
  expect(Date.parse(made.validFrom)).toBeLessThan(Date.now())
  expect(Date.parse(made.validTo)).toBeGreaterThan(Date.now())
})

test('no two have the same key', () => {
  expect(makeCertificate('localhost').key).not.toBe(makeCertificate('localhost').key)
})
