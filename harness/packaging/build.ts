import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { bundleInto, root } from './bundle.ts'
import { copyDeclarations } from './declarations.ts'

/** `npm run build`: makes dist/, which is what a package runs. What its users read lies in it as it lies here. */

const dist = join(root, 'dist')

await rm(dist, { recursive: true, force: true })
await bundleInto(dist, { vitest: 'harness/vitest.ts' })
await copyDeclarations(['harness/vitest.ts', 'harness/adapters/node/wrapper.ts'], root, join(dist, 'types'))
