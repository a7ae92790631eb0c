import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { bundledWrapper, packageRoot, userFolder } from './package-root.ts'

it('the bundled wrapper is named from the package’s folder', () => {
  expect(bundledWrapper()).toBe('fixtures/wrappers/posix.ts')
  expect(existsSync(join(packageRoot, bundledWrapper()))).toBe(true)
})

it('typed paths start where the user stood when npm was told to run a script of this package', () => {
  const ours = { npm_package_json: join(packageRoot, 'package.json'), INIT_CWD: '/class' }
  expect(userFolder(ours)).toBe('/class')
  expect(userFolder({ ...ours, npm_package_json: '/other/package.json' })).toBe(process.cwd())
  expect(userFolder({})).toBe(process.cwd())
})
