/**
 * The mode of a socket, as one number says it: `null` is blocking, 0 is non-blocking, anything else is the timeout in
 * seconds after which a call gives up.
 */
export type Mode = number | null

/** Mode of a socket that has just been opened, connected or accepted. */
export const firstMode: Mode = null

/** A call that sets the mode. */
export type Setting =
  | { readonly call: 'setblocking'; readonly flag: boolean }
  | { readonly call: 'settimeout'; readonly seconds: number | null }

export const blockingSetting = (flag: boolean): Setting => ({ call: 'setblocking', flag })
export const timeoutSetting = (seconds: number | null): Setting => ({ call: 'settimeout', seconds })

/** The mode that a setting leaves a socket in, whatever came before. */
export function modeAfter(setting: Setting): Mode {
  switch (setting.call) {
    case 'setblocking':
      return setting.flag ? null : 0
    case 'settimeout':
      return setting.seconds
  }
}

/** What `getblocking` answers in a mode: whether calls may wait at all. */
export const isBlocking = (mode: Mode): boolean => mode !== 0

/** As reports show it: `settimeout(0.5)`. */
export const settingInWords = (setting: Setting): string =>
  setting.call === 'setblocking' ? `setblocking(${setting.flag})` : `settimeout(${setting.seconds ?? 'none'})`
