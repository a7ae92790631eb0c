import type { Assignment } from '../grade/assignment/assignment.ts'

/** A file of a bundle. */
export interface BundleFile {
  /** From the bundle's folder, with `/`. */
  readonly path: string
  readonly content: Buffer
  readonly executable: boolean
}

/** What bundles are made of. */
export interface BundleParts {
  readonly assignment: Assignment
  /** Points of all items together. */
  readonly points: number
  /** The assignment file, byte for byte. */
  readonly assignmentText: string
  /** This package as it runs, below `suite/`. */
  readonly suite: readonly BundleFile[]
}

export const file = (path: string, content: string | Buffer, executable = false): BundleFile => ({
  path,
  content: Buffer.from(content),
  executable,
})

export const below = (folder: string, files: readonly BundleFile[]): BundleFile[] =>
  files.map((each) => ({ ...each, path: `${folder}/${each.path}` }))
