import { escaped } from './escape.ts'

/** A page that loads nothing and asks nobody, and may do no more than `policy` says. `body` is markup; `title` is text. */
export const page = (
  title: string,
  { style, policy }: { readonly style: string; readonly policy: string },
  body: string,
): string => `<!doctype html>
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
