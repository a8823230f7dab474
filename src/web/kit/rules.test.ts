import { expect, test } from 'vitest'
import { z } from 'zod'
import { Day, optionalText } from '#kernel/fields.ts'
import { isRequired, ruleOf } from './rules.ts'

const Input = z.object({
  name: z.string('请填写姓名').trim().min(2, '姓名至少 2 个字'),
  bornOn: Day.optional(),
  note: optionalText(4),
  count: z.number(),
  guardian: z.object({ name: z.string().min(1, '请填写监护人姓名') }),
})

const says = async (field: string, value: unknown) => {
  const { validator } = ruleOf(Input, field)
  try {
    await validator?.({}, value, () => undefined)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : error
  }
}

test.each([
  ['name', undefined, '请填写姓名'],
  ['name', '  ', '请填写姓名'],
  ['name', '李', '姓名至少 2 个字'],
  ['name', '李明', undefined],
  ['bornOn', '', undefined],
  ['bornOn', '2026-02-30', '日期应为 2026-01-31 这样的格式，且确有这一天'],
  ['note', '一二三四五', '最多 4 字'],
  ['guardian.name', '', '请填写监护人姓名'],
  ['guardian.name', '陈', undefined],
])('%s with %j says %s', async (field, value, words) => {
  expect(await says(field, value)).toBe(words)
})

test('required is what the schema refuses to go without', () => {
  expect(['name', 'bornOn', 'note', 'guardian.name'].map((field) => isRequired(Input, field))).toEqual([
    true,
    false,
    false,
    true,
  ])
})
