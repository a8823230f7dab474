import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

/** A page, or a part of it such as a dialog. */
type Place = Page | Locator

export const heading = (place: Place, name: string | RegExp) =>
  place.getByRole('heading', { name, level: 1 }).waitFor()

export const press = (place: Place, name: string | RegExp) =>
  place.getByRole('button', { name, exact: typeof name === 'string' }).click()

export const follow = (place: Place, name: string | RegExp) =>
  place.getByRole('link', { name }).first().click()

export const write = (place: Place, label: string | RegExp, text: string) =>
  place.getByRole('textbox', { name: label }).fill(text)

/** Opens a list by its label, types what narrows it, and takes the first entry that shows `choice`. */
export const choose = async (
  place: Place,
  label: string | RegExp,
  choice: string | RegExp,
  typed?: string,
) => {
  const box = place.getByRole('combobox', { name: label })
  await box.click()
  if (typed) await box.fill(typed)
  const page = 'page' in place ? place.page() : place
  // The rows that one sees in antd's lists have no role of their own; a hidden listbox beside them is for screen readers.
  await page.locator('.ant-select-item-option:visible').filter({ hasText: choice }).first().click()
}

/** What the page says for some seconds after something was done. */
export const says = (page: Page, text: string | RegExp) =>
  page.locator('.ant-message-notice').filter({ hasText: text }).first().waitFor()

/** Waits until nothing is being read and nothing moves any more. */
export const settled = async (page: Page) => {
  await page.getByRole('status', { name: '正在读取' }).first().waitFor({ state: 'detached' })
  await page.locator('.ant-spin-spinning, .sw-splash').first().waitFor({ state: 'detached' })
  await page.evaluate(() => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity)
    return Promise.race([
      Promise.all(ending.map(({ finished }) => finished.catch(() => undefined))),
      new Promise((resolve) => setTimeout(resolve, 1_000)),
    ])
  })
}

/** The page has no fault that axe can find and a title of its own, and does not reach over the edge of the screen. */
export const expectAccessible = async (page: Page) => {
  await settled(page)
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  const found = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
  const tooWide = await page.evaluate(() =>
    Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
  )
  const { pathname } = new URL(page.url())
  expect.soft({ pathname, found, tooWide, title: await page.title() }).toEqual({
    pathname,
    found: [],
    tooWide: 0,
    title: expect.stringMatching(/ · 守望$/),
  })
}

/** Goes on by the tab key until what has this name holds the focus, as people do whose other hand holds the telephone. */
export const tabTo = async (page: Page, name: string | RegExp) => {
  const passed: string[] = []
  for (let steps = 0; steps < 80; steps += 1) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      if (!(element instanceof HTMLElement)) return ''
      const labelledBy = element.getAttribute('aria-labelledby')
      const labels =
        element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : null
      return (
        element.getAttribute('aria-label') ??
        (labelledBy && document.getElementById(labelledBy)?.innerText) ??
        (labels?.[0]?.innerText || element.innerText)
      )
    })
    const [words = ''] = focused.trim().split('\n')
    if (typeof name === 'string' ? words === name : name.test(words)) return
    passed.push(words)
    await page.keyboard.press('Tab')
  }
  throw new Error(`the tab key does not lead to ${String(name)}; it passed ${passed.join(' | ')}`)
}

/** What the menu offers, in order: words and addresses. On a phone it is opened for that, and stays open. */
export const menuOf = async (page: Page) => {
  const menu = page.getByRole('navigation', { name: '主菜单' })
  if (!(await menu.isVisible())) await page.getByRole('button', { name: '打开菜单' }).click()
  await menu.waitFor()
  const links = await menu.getByRole('link').all()
  return Promise.all(
    links.map(async (link) => ({
      label: await link.innerText(),
      path: (await link.getAttribute('href')) ?? '',
    })),
  )
}

/** Answers every question of an instrument with its first answer, but where one of `trouble` is among the answers, and saves it. */
export const fillInWith = async (
  page: Page,
  open: string | RegExp,
  trouble: string[],
  beforeSaving?: () => Promise<void>,
) => {
  await press(page, open)
  const foot = page.locator('.asm-foot button').last()
  for (let isLast = false; !isLast;) {
    await foot.waitFor()
    for (const question of await page.locator('.asm-question').all()) {
      const radios = question.getByRole('radio')
      const told = question.getByRole('radio', { name: new RegExp(trouble.join('|')) })
      if (trouble.length && (await told.count())) await told.first().check()
      // The radio of a step on a scale lies under its number.
      else if (await question.locator('.asm-scale').count())
        await question.locator('.asm-scale label').first().click()
      else if (await radios.count()) await radios.first().check()
      else if (await question.getByRole('checkbox').count())
        await question.getByRole('checkbox').first().check()
      else if (!(await question.innerText()).includes('可不填'))
        await question.getByRole('textbox').fill('问过了')
    }
    isLast = (await foot.innerText()).includes('保存')
    if (isLast) await beforeSaving?.()
    await foot.click()
  }
}
