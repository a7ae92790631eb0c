/** What a process of a submission knows of the grader's environment: how programs are found, and the language. */
const passedOn = ['PATH', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ'] as const

/** A scrubbed environment with that home. */
export function scrubbed(home: string, temporary: string): { [name: string]: string } {
  const environment: { [name: string]: string } = { HOME: home, TMPDIR: temporary }
  for (const name of passedOn) {
    const value = process.env[name]
    if (value !== undefined) environment[name] = value
  }
  return environment
}
