import { expect, test } from 'vitest'
import { expectAccessible, menuOf } from './hands.ts'
import { openStage } from './stage.ts'

const stage = await openStage()

/** One account of each role, as the start prints them. */
const PEOPLE = [
  ['a child director', 'zr100004'],
  ['a supervisor', 'dd100'],
  ['the duty officer', 'zhiban'],
  ['a caseworker', 'gean1'],
  ['the head of the centre', 'zhongxin'],
  ['a liaison officer', 'll-education'],
  ['a mandatory reporter', 'xuexiao1'],
  ['a leader', 'lingdao1'],
  ['the system administrator', 'xitong'],
  ['the security administrator', 'anquan'],
  ['the audit administrator', 'shenji'],
] as const

const everyone = PEOPLE.flatMap(([who, signInName]) =>
  (['desk', 'phone'] as const).map((size) => ({ who, signInName, size })),
)

test.each(everyone)(
  'every page in the menu of $who opens without fault at $size size',
  async ({ signInName, size }) => {
    const page = await stage.as(signInName, size)
    const entries = await menuOf(page)
    expect(entries.length).toBeGreaterThan(1)
    const titles = new Set<string>()
    for (const { path } of entries) {
      await page.goto(path)
      await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor()
      await expectAccessible(page)
      titles.add(await page.title())
    }
    expect(titles.size).toBe(entries.length)
  },
)
