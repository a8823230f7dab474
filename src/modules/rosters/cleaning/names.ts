import { cleanName as keptName } from '#kernel/names.ts'
import {
  applySteps,
  blanked,
  blank,
  clean,
  doubtful,
  isPlaceholder,
  notAValue,
  STEPS,
  wrong,
  type Cleaned,
} from './cleaned.ts'
import type { Cell } from '../reading/cells.ts'

const PLAIN = /^[\p{Script=Han}〇]{2,}(·[\p{Script=Han}〇]+)*$|^[\p{Script=Han}〇]+(·[\p{Script=Han}〇]+)+$/u
const LATIN = /^[\p{Script=Latin}][\p{Script=Latin}'. -]*$/u

/** A person's name as the register keeps it. Blank is no problem here: whether a name is needed, the row decides. */
export const cleanName = (cell: Cell): Cleaned<string> => {
  const odd = notAValue(cell)
  if (odd) return odd
  const { text, rules } = applySteps(cell.text, [STEPS.invisible, STEPS.quote, STEPS.trim])
  if (text === '') return blank(rules)
  if (isPlaceholder(text)) return blanked(text, rules)
  const name = keptName(text)
  if (name !== text) {
    const isOnlySpaces = text.replace(/\s/g, '') === name
    const label = isOnlySpaces ? '去掉姓名中间的空格' : '姓名里的全角字符、间隔号统一'
    rules.push({ code: isOnlySpaces ? 'name-spaces' : 'name-form', label, from: text, to: name })
  }
  if (name.length > 50) return wrong('name-too-long', '姓名超过 50 字，请核对是否填错列', rules)
  if (PLAIN.test(name) || LATIN.test(name)) return clean(name, rules)
  if (/\d{4,}/.test(name)) return wrong('name-is-number', '姓名里是号码，请核对是否填错列', rules)
  return doubtful('name-odd', '姓名里有不常见的内容（括号、数字或只有一个字），请核对', rules, name)
}
