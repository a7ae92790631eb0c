import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withTool } from '../fixtures/tools.ts'
import { classSummary } from './class/summary.ts'
import { hostileAssignment, hostileGrade } from './feedback/hostile.ts'
import { feedbackHtml } from './feedback/html.ts'
import { sampleClass } from './feedback/sample.ts'
import { htmlReport } from './html.ts'
import { hostileRecord, manyRecords } from './html/many.ts'
import { sampleFailure, sampleRecord, sampleResult } from './sample.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

const one = sampleRecord([
  sampleResult('block.recv.waits'),
  sampleFailure('timeout.recv.not-early'),
  sampleResult('timeout.usable-after', {
    verdict: 'untested',
    cause: 'prerequisite',
    because: 'timeout.recv.not-early',
  }),
])
const pages = {
  one: htmlReport([one]),
  many: htmlReport(manyRecords(6, 40)),
  // Enough for every colour; axe takes its time over each element.
  few: htmlReport(manyRecords(2, 24)),
  hostile: htmlReport([hostileRecord(), hostileRecord()], { title: '<script>hacked=1</script>' }),
  // What grading makes has no script of its own.
  feedback: feedbackHtml(hostileGrade(), hostileRecord(), hostileAssignment),
  summary: classSummary(sampleClass([hostileGrade(), hostileGrade()]), { feedbackOf: (student) => student }),
}

withTool('chromium', () => {
  let browser: Browser
  let folder: string

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'page-'))
    for (const [name, text] of Object.entries(pages)) writeFileSync(join(folder, `${name}.html`), text)
    browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    })
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Opens a page from its file; what it complains of, and whom it asks for anything, is collected. */
  async function open(name: keyof typeof pages, options: BrowserContextOptions & { hash?: string } = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
    const page = await context.newPage()
    const complaints: string[] = []
    const url = pathToFileURL(join(folder, `${name}.html`)).href
    page.on('console', (message) => complaints.push(message.text()))
    page.on('pageerror', (error) => complaints.push(String(error)))
    page.on('request', (request) => request.url().split('#')[0] !== url && complaints.push(request.url()))
    page.on('dialog', (dialog) => complaints.push(dialog.message()))
    await page.goto(`${url}${options.hash ?? ''}`)
    return { page, complaints, close: () => context.close() }
  }

  const shownRows = (page: Page): Promise<number> =>
    page.locator('#matrix tbody:not(.overall) tr:not(.group):visible').count()

  /** What axe finds wrong, with where. */
  async function faults(page: Page, within = 'html'): Promise<string[]> {
    await page.evaluate(axe)
    // What still fades in has less contrast than it will have.
    await page.evaluate('Promise.all(document.getAnimations().map((each) => each.finished)).then(() => {})')
    const { violations } = await page.evaluate<AxeResult>(`axe.run('${within}')`)
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 150)}`))
  }
  interface AxeResult {
    readonly violations: readonly {
      readonly id: string
      readonly nodes: readonly { readonly html: string }[]
    }[]
  }

  describe('a lone wrapper', () => {
    it('opens from its file, complains of nothing and asks nobody', async () => {
      const { page, complaints, close } = await open('one')
      expect(await page.title()).toBe('wrapper.ts · wouldblock')
      expect(await page.locator('#filters').isVisible()).toBe(true)
      expect(complaints).toEqual([])
      await close()
    })

    it('opens the evidence of a cell by click, and draws its timeline with the band around the expiry', async () => {
      const { page, complaints, close } = await open('one')
      await page.locator('#matrix button', { hasText: '✗' }).click()
      const evidence = page.getByRole('dialog')
      const text = await evidence.innerText()
      for (const part of ['timeout.recv.not-early', '100 ms too early', 'settimeout(0.5)', '--path 2:0'])
        expect(text).toContain(part)
      expect(await evidence.locator('.timeline li').count()).toBe(6)
      expect(await evidence.locator('.timeline .band').count()).toBe(6)
      expect(await evidence.locator('.timeline .missing').count()).toBe(1)
      expect(complaints).toEqual([])
      await close()
    })

    it('leads from what is untested to its cause', async () => {
      const { page, close } = await open('one', { hash: '#timeout.usable-after' })
      await page.getByRole('dialog').getByRole('button', { name: 'timeout.recv.not-early' }).click()
      expect(await page.locator('#evidence-title').innerText()).toContain('timeout.recv.not-early')
      await close()
    })
  })

  describe('several wrappers', () => {
    it('show their groups at first, and the rows of one that is opened', async () => {
      const { page, close } = await open('many')
      expect(await shownRows(page)).toBe(0)
      await page.getByRole('button', { name: 'Modes and settings' }).click()
      expect(await shownRows(page)).toBe(20)
      await page.getByRole('button', { name: 'Open all groups' }).click()
      expect(await shownRows(page)).toBe(40)
      await close()
    })

    it('are filtered by text, group, level, verdict and by what differs', async () => {
      const { page, close } = await open('many')
      const said = (): Promise<string> => page.locator('#shown').innerText()
      await page.getByLabel('Find').fill('operation-7.')
      expect([await shownRows(page), await said()]).toEqual([1, '1 of 40 behaviours'])
      await page.getByLabel('Find').fill('')
      await page.getByLabel('Group').selectOption('endpoint')
      expect(await shownRows(page)).toBe(20)
      await page.getByRole('checkbox', { name: 'note' }).check()
      expect(await shownRows(page)).toBe(4)
      await page.getByRole('button', { name: 'Reset' }).click()
      await page.locator('#shown', { hasText: /^40 behaviours$/ }).waitFor()
      await page.getByRole('checkbox', { name: 'fail' }).check()
      const failing = await shownRows(page)
      expect(failing).toBeGreaterThan(0)
      expect(failing).toBeLessThan(40)
      await page.getByRole('checkbox', { name: 'fail' }).uncheck()
      await page.getByLabel('only where wrappers differ').check()
      expect(await shownRows(page)).toBe(40 - (await rowsAlike(page)))
      await close()
    })

    async function rowsAlike(page: Page): Promise<number> {
      const rows = await page.evaluate<string[][]>(
        "[...document.querySelectorAll('#matrix tr:not(.group):has(td .id, th .id)')].map((row) => [...row.cells].slice(1).map((cell) => cell.className))",
      )
      const decided = rows.map((classes) => classes.filter((each) => !['x', 'n'].includes(each)))
      return decided.filter((classes) => new Set(classes).size <= 1).length
    }

    it('are gone through with the keyboard alone', async () => {
      const { page, close } = await open('many')
      const focused = (): Promise<string> =>
        page.evaluate("document.activeElement.closest('td, th').textContent")
      await page.keyboard.press('/')
      await page.keyboard.type('operation-2.')
      await page.locator('#matrix').getByRole('button', { name: 'Modes and settings' }).focus()
      await page.keyboard.press('ArrowDown')
      expect(await focused()).toContain('mode.operation-2.')
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Enter')
      expect(await page.locator('dialog h3').first().innerText()).toContain('language-1.py')
      await page.keyboard.press('ArrowRight')
      expect(await page.locator('dialog h3').first().innerText()).toContain('language-2.py')
      expect(new URL(page.url()).hash).toMatch(/^#mode\.operation-2\..*@3$/)
      await page.keyboard.press('Escape')
      expect(await page.getByRole('dialog').count()).toBe(0)
      // The browser first puts the focus back where the dialog was opened from, and then says that it has closed.
      const column = () => page.evaluate("document.activeElement.closest('td').cellIndex")
      await expect.poll(column).toBe(3)
      await close()
    })

    it('stand side by side for one behaviour', async () => {
      const { page, close } = await open('many', { hash: '#mode.operation-2.does-what-it-should' })
      expect(await page.locator('.beside li').count()).toBe(6)
      await close()
    })
  })

  const looks = [
    { width: 1280, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
    { width: 390, colorScheme: 'light' },
    { width: 390, colorScheme: 'dark' },
  ] as const

  describe.each(looks)('at $width pixels, $colorScheme', ({ width, colorScheme }) => {
    it('axe finds nothing wrong, neither with the page nor with the evidence of a cell', async () => {
      const { page, close } = await open('few', { viewport: { width, height: 844 }, colorScheme })
      await page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
      await page.getByRole('button', { name: 'Open all groups' }).click()
      expect(await faults(page)).toEqual([])
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      await page.locator('#matrix tr:not(.group) td.f button').first().click()
      expect(await page.locator('dialog .timeline li').count()).toBeGreaterThan(0)
      expect(await faults(page, 'dialog')).toEqual([])
      await close()
    })
  })

  it('axe finds nothing wrong with the page of a lone wrapper', async () => {
    const { page, close } = await open('one')
    expect(await faults(page)).toEqual([])
    await close()
  })

  it('tells on paper what is not as it should be', async () => {
    const { page, close } = await open('many')
    await page.emulateMedia({ media: 'print' })
    await page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(await page.locator('#filters').isVisible()).toBe(false)
    expect(await page.locator('.problem dd').first().isVisible()).toBe(true)
    await close()
  })

  it('shows hostile text as text, wherever it stands', async () => {
    const { page, complaints, close } = await open('hostile')
    const rows = await page.locator('#matrix tbody:not(.overall) tr:not(.group)').count()
    for (let row = 0; row < rows; row++) {
      await page.evaluate(
        `document.querySelectorAll('#matrix tr:not(.group):has(th .id)')[${row}].querySelectorAll('button').forEach((each) => each.click())`,
      )
      await page.keyboard.press('Escape')
    }
    await page.evaluate(
      "document.querySelectorAll('*').forEach((each) => each.dispatchEvent(new Event('mouseover')))",
    )
    expect(await page.evaluate("'hacked' in globalThis")).toBe(false)
    expect(
      await page.locator('img, base, link, iframe, [onerror], [onload], [onfocus], [style]').count(),
    ).toBe(0)
    expect(await page.locator('h1').innerText()).toBe('<script>hacked=1</script>')
    await page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 })
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
    }
    expect(complaints).toEqual([])
    await close()
  })

  it('can be read without its script', async () => {
    const { page, close } = await open('one', { javaScriptEnabled: false })
    expect(await page.locator('#matrix tbody tr').count()).toBe(5)
    expect(await page.locator('article').innerText()).toContain('100 ms too early')
    await close()
  })

  it.each([
    ['feedback', looks[0]],
    ['feedback', looks[3]],
    ['summary', looks[1]],
  ] as const)(
    '%s of a hostile submission is text and no more, and axe finds nothing wrong',
    async (name, look) => {
      const { width, colorScheme } = look
      const { page, complaints, close } = await open(name, { viewport: { width, height: 844 }, colorScheme })
      await page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
      expect(await faults(page)).toEqual([])
      await page.evaluate(
        "document.querySelectorAll('*').forEach((each) => each.dispatchEvent(new Event('mouseover')))",
      )
      expect(await page.evaluate("'hacked' in globalThis")).toBe(false)
      const active = 'script, img, base, link, iframe, [onerror], [onload], [style], a:not([href^="./"])'
      expect(await page.locator(active).count()).toBe(0)
      for (const each of [width, 390]) {
        await page.setViewportSize({ width: each, height: 844 })
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(each)
      }
      expect(complaints).toEqual([])
      await close()
    },
  )
})
