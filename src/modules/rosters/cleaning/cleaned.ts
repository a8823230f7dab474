import type { Cell } from '../reading/cells.ts'

/** One change that was made to a value; the label tells the user what was done. `from` and `to` are private: seal them. */
export type CleaningRule = { code: string; label: string; from: string; to: string }

/** 'wrong': the row cannot be applied before someone corrects it; 'doubtful': a person decides. */
export type Severity = 'wrong' | 'doubtful'

/** What is not right with a value; the message says in Chinese what to do, and holds nothing private but names of villages. */
export type ValueProblem = { code: string; message: string; severity: Severity }

/** A value as it will be stored, what was changed on the way, and what is not right with it. Blank: no value, no problem. */
export type Cleaned<T> = { value?: T; rules: CleaningRule[]; problem?: ValueProblem }

export const blank = (rules: CleaningRule[] = []): Cleaned<never> => ({ rules })

export const clean = <T>(value: T, rules: CleaningRule[] = []): Cleaned<T> => ({ value, rules })

export const wrong = (code: string, message: string, rules: CleaningRule[] = []): Cleaned<never> => ({
  rules,
  problem: { code, message, severity: 'wrong' },
})

/** With a value when there is a likely one. */
export const doubtful = <T = never>(
  code: string,
  message: string,
  rules: CleaningRule[] = [],
  value?: T,
): Cleaned<T> => ({
  ...(value !== undefined && { value }),
  rules,
  problem: { code, message, severity: 'doubtful' },
})

type Step = { code: string; label: string; change: (text: string) => string }

/** Zero-width and direction marks, soft hyphen, control characters, byte-order mark. */
// oxlint-disable-next-line no-control-regex
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/g

export const STEPS = {
  invisible: { code: 'invisible', label: '去掉看不见的字符', change: (text) => text.replace(INVISIBLE, '') },
  trim: { code: 'trim', label: '去掉首尾空格', change: (text) => text.trim() },
  fullWidth: {
    code: 'full-width',
    label: '全角改半角',
    change: (text) =>
      text
        .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
        .replace(/[\u3000\u00a0]/g, ' '),
  },
  quote: { code: 'quote', label: '去掉开头的单引号', change: (text) => text.replace(/^\s*['‘’`＇]+\s*/, '') },
  asText: {
    code: 'text-formula',
    label: '去掉 ="…" 写法',
    change: (text) => text.replace(/^\s*="([^"]*)"\s*$/, '$1'),
  },
  time: {
    code: 'time',
    label: '去掉时间，只留日期',
    change: (text) => text.replace(/[ T]+\d{1,2}[:时].*$/i, ''),
  },
  spaces: { code: 'spaces', label: '去掉中间的空格', change: (text) => text.replace(/\s+/g, '') },
  upper: { code: 'upper-case', label: '小写 x 改大写 X', change: (text) => text.toUpperCase() },
} satisfies Record<string, Step>

/** Nothing that any step would touch: the common case, told in one look. */
const UNTOUCHED = /^[\u4e00-\u9fff0-9A-Z\-/.]*$/

/** Runs the steps in order and keeps one rule for each that changed something. */
export const applySteps = (text: string, steps: readonly Step[]): { text: string; rules: CleaningRule[] } => {
  if (UNTOUCHED.test(text)) return { text, rules: [] }
  const rules: CleaningRule[] = []
  let now = text
  for (const { code, label, change } of steps) {
    const to = change(now)
    if (to !== now) rules.push({ code, label, from: now, to })
    now = to
  }
  return { text: now, rules }
}

const { invisible, trim, fullWidth, quote, asText, time, spaces, upper } = STEPS

/** For numbers, codes and days: nothing but the signs themselves. */
export const washCode = (cell: Cell) =>
  applySteps(cell.text, [invisible, fullWidth, asText, quote, trim, spaces, upper])

/** For days: a time behind goes before the spaces do. */
export const washDay = (cell: Cell) =>
  applySteps(cell.text, [invisible, fullWidth, asText, quote, trim, time, spaces])

/** For words from a list: 男 , 低保. */
export const washWord = (cell: Cell) => applySteps(cell.text, [invisible, fullWidth, quote, trim, spaces])

/** For free text: only what nobody can see. */
export const washText = (cell: Cell) => applySteps(cell.text, [invisible, trim])

/** Words that people write where there is nothing to write. */
export const isPlaceholder = (text: string) =>
  /^(无|没有|[-—–/\\*.。、]+|不详|未知|不清楚|暂无|空|n\/?a|null|none|#n\/a|nil)$/i.test(text)

/** A placeholder becomes a blank, and the user sees that. */
export const blanked = (text: string, rules: CleaningRule[]): Cleaned<never> =>
  blank([...rules, { code: 'placeholder', label: '“无”“/”等当作空白', from: text, to: '' }])

/** A formula or error where a value should stand: told, never calculated. */
export const notAValue = (cell: Cell): Cleaned<never> | undefined => {
  if (cell.kind === 'error') return doubtful('cell-error', '这一格是出错的公式，请改成实际内容')
  if (cell.kind !== 'formula' || /^\s*="[^"]*"\s*$/.test(cell.text)) return undefined
  return doubtful('formula', '这一格是公式，没有计算。请选中这一列，复制后“选择性粘贴为数值”再交')
}
