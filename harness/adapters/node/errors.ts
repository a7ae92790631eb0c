import type { Status } from '../../protocol/statuses.ts'

/** What a wrapper threw, as the status and the free text of a reply. Never throws, whatever was thrown. */
export function errorToReply(thrown: unknown): { status: Status; text: string } {
  try {
    return { status: statusOf(thrown), text: oneLine(describe(thrown)) }
  } catch {
    return { status: 'error', text: 'something was thrown that cannot be described' }
  }
}

/** Free text as the rest of a line: shown in reports, never compared. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 300)

const statusOfCode: Readonly<Record<string, Status>> = {
  EAGAIN: 'would-block',
  EWOULDBLOCK: 'would-block',
  EINPROGRESS: 'in-progress',
  EALREADY: 'in-progress',
  ETIMEDOUT: 'timeout',
  ESOCKETTIMEDOUT: 'timeout',
  ECONNREFUSED: 'refused',
  ECONNRESET: 'reset',
  ECONNABORTED: 'reset',
  EPIPE: 'broken-pipe',
  EBADF: 'closed',
  ERR_SOCKET_CLOSED: 'closed',
  ENOTCONN: 'not-connected',
  EISCONN: 'already-connected',
  EADDRINUSE: 'in-use',
  EINVAL: 'invalid',
  ERR_OUT_OF_RANGE: 'invalid',
  ERR_SOCKET_BAD_PORT: 'invalid',
}

/** The code decides; only without a known one do the name and the class. */
function statusOf(thrown: unknown): Status {
  const { code, name } = thrown as { code?: unknown; name?: unknown }
  if (typeof code === 'string') {
    if (Object.hasOwn(statusOfCode, code)) return statusOfCode[code] ?? 'error'
    if (code.startsWith('ERR_INVALID_ARG_')) return 'invalid'
  }
  if (name === 'TimeoutError') return 'timeout'
  return thrown instanceof RangeError || thrown instanceof TypeError ? 'invalid' : 'error'
}

function describe(thrown: unknown): string {
  if (!(thrown instanceof Error)) return `not an Error: ${String(thrown)}`
  const { code } = thrown as { code?: unknown }
  const shown = typeof code === 'string' || typeof code === 'number' ? ` ${code}` : ''
  return `${thrown.name}${shown}: ${thrown.message}`
}
