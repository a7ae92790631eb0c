import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'
import type { BundleFile } from './bundle.ts'

/** A zip of these files, the same for the same files. */
export async function zipOf(files: readonly BundleFile[]): Promise<Buffer> {
  const zip = new ZipFile()
  for (const { path, content, executable } of files)
    zip.addBuffer(content, path, { mtime: always, mode: executable ? 0o100755 : 0o100644 })
  zip.end()
  return buffer(zip.outputStream)
}

/** The first moment that the format knows is in 1980; a zone may be a day away from it. */
const always = new Date('1980-01-02T00:00:00Z')
