import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'

/**
 * Takes the README's picture of a page that compare has written: `npx tsx harness/packaging/page-picture.ts
 * reports/out/compare.html reports/page.png`.
 */

const [from, to] = process.argv.slice(2)
if (from === undefined || to === undefined)
  throw new Error('Name the page, and the picture to be made of it.')

/** Room for the columns of every library, in CSS pixels. */
const width = 1080

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
const page = await browser.newPage({ viewport: { width, height: 1000 }, colorScheme: 'light' })
await page.goto(pathToFileURL(resolve(from)).href)
// What is to be filtered is of no use on a picture.
await page.evaluate("for (const each of document.querySelectorAll('.filters, .keys')) each.remove()")
const end: number = await page.evaluate(
  "document.querySelectorAll('.card')[1].getBoundingClientRect().bottom",
)
await page.screenshot({
  path: to,
  fullPage: true,
  clip: { x: 0, y: 0, width, height: Math.ceil(end) + 8 },
})
await browser.close()
