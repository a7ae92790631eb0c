import type { Address } from '../protocol/words.ts'

/** Whether an address is one of a Unix-domain socket: no number begins with a slash. */
export const isPath = ({ host }: Address): boolean => host.startsWith('/')

/** An address as testimony names it. All ports are on the loopback interface. */
export const place = (address: Address): string => (isPath(address) ? address.host : `port ${address.port}`)

/** An address as Node's `connect` and `listen` want it. */
export const nodeAddress = (address: Address): { path: string } | { host: string; port: number } =>
  isPath(address) ? { path: address.host } : { host: address.host, port: address.port }
