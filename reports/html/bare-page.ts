import { styleAlone } from './assets.ts'
import { escaped } from './escape.ts'

/** A page that loads nothing, runs nothing and asks nobody. `body` is markup; `title` is text. */
export function barePage(title: string, body: string): string {
  const { style, policy } = styleAlone()
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
</body>
</html>
`
}
