import type { Start } from './language.ts'
import { adapterFile } from './tool.ts'

/** For interpreters: `tool …flags adapter wrapper [className]`. */
export const script =
  (adapter: string, flags: readonly string[] = []): Start =>
  ({ id, tool }, { file, className }) =>
    Promise.resolve({
      kind: 'argv',
      argv: [tool, ...flags, adapterFile(id, adapter), file, ...(className === undefined ? [] : [className])],
    })
