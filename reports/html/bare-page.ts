import { styleAlone } from './assets.ts'
import { page } from './page.ts'

/** A page that runs nothing either. `body` is markup; `title` is text. */
export const barePage = (title: string, body: string): string => page(title, styleAlone(), body)
