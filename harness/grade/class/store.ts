import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../../cli/write-file.ts'
import { type Grade, gradeSchema } from '../grade.ts'
import type { Look } from './look.ts'

/** Whatever has to be the same for a stored grade to be taken for this one. */
export interface Key {
  readonly hash: string
  readonly assignment: string
  readonly catalogue: string
  readonly tier: Grade['tier']
}

/**
 * The folder of the results. Each file is written whole or not at all, and a submission's grade after all else of it, so
 * that whoever is interrupted, by anything, finds what was finished and nothing that was not.
 */
export class Store {
  readonly folder: string

  /** Makes the folder where there is none. Throws UsageError where nothing can be written. */
  constructor(folder: string) {
    this.folder = folder
    mkdirSync(folder, { recursive: true })
  }

  /** The grade of a submission that was finished before, if it is still the same that would be made. */
  finished(student: string, key: Key): Grade | undefined {
    const grade = gradeSchema.safeParse(this.read(student, 'grade.json'))
    if (!grade.success) return undefined
    const { submission, assignment, catalogue, tier } = grade.data
    return sameKey(key, { hash: submission.hash, assignment, catalogue, tier }) ? grade.data : undefined
  }

  /** What a first look has shown, which another is to follow. */
  begun(student: string, key: Key): Look | undefined {
    const stored = this.read(student, 'begun.json') as { key?: Key; look?: Look } | undefined
    return stored?.key && stored.look && sameKey(key, stored.key) ? stored.look : undefined
  }

  keepBegun(student: string, key: Key, look: Look): void {
    this.write(student, 'begun.json', JSON.stringify({ key, look }))
  }

  /** Writes all files of a submission, the grade last. What an earlier examination left beside them goes. */
  finish(student: string, grade: Grade, files: Readonly<Record<string, string>>): void {
    const place = this.place(student)
    // Until the new ones are all there, this one is not finished.
    rmSync(join(place, 'grade.json'), { force: true })
    for (const [name, text] of Object.entries(files)) this.write(student, name, text)
    for (const name of readdirSync(place)) {
      if (name === 'grade.json' || Object.hasOwn(files, name)) continue
      if (ours.test(name)) rmSync(join(place, name), { force: true })
    }
    this.write(student, 'grade.json', `${JSON.stringify(grade, null, 2)}\n`)
  }

  /** A file of the class. */
  writeClass(name: string, text: string): void {
    writeWhole(join(this.folder, name), text, '--out')
  }

  private place(student: string): string {
    const place = join(this.folder, student)
    if (!existsSync(place)) mkdirSync(place, { recursive: true })
    return place
  }

  private write(student: string, name: string, text: string): void {
    writeWhole(join(this.place(student), name), text, '--out')
  }

  private read(student: string, name: string): unknown {
    try {
      return JSON.parse(readFileSync(join(this.folder, student, name), 'utf8'))
    } catch {
      return undefined
    }
  }
}

/** What stands in a submission's folder because of us: results, and what a grader that was killed was writing. */
const ours = /^(begun\.json|hidden\.json|record\.json|\..+\.\d+\.tmp)$/

const sameKey = (a: Key, b: Key): boolean =>
  a.hash === b.hash && a.assignment === b.assignment && a.catalogue === b.catalogue && a.tier === b.tier
