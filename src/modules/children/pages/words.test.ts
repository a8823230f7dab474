import { expect, test } from 'vitest'
import { changed, filled, periodText, sourceOf, wordOf } from './words.ts'

test('a form hands on what was filled in, also within its groups, and nothing blank', () => {
  expect(
    filled({
      kind: 'orphan',
      detail: ' ',
      isGuardian: false,
      proof: { kind: '', number: undefined },
      other: { kind: '低保证', day: null },
    }),
  ).toEqual({ kind: 'orphan', isGuardian: false, other: { kind: '低保证' } })
})

test('a correction holds what differs; what was emptied is taken away, a secret left blank stays', () => {
  const before = {
    name: '张伟',
    ethnicity: '汉族',
    phone: undefined,
    residencePlace: null,
    isGuardian: false,
  }
  const values = {
    name: '张伟',
    ethnicity: '',
    phone: '',
    residencePlace: '东莞市',
    isGuardian: true,
    reason: '核对',
  }
  expect(changed(before, values)).toEqual({ ethnicity: null, residencePlace: '东莞市', isGuardian: true })
  expect(changed(before, { ...before, phone: '15400000001' })).toEqual({ phone: '15400000001' })
})

test.each([
  ['sex', 'male', '男'],
  ['kind', 'left-behind', '农村留守儿童'],
  ['kind', 'imprisoned', '服刑在押'],
  ['isGuardian', true, '是'],
  ['phone', null, '（空）'],
  ['declared', ['capable', 'no-harm'], '有照护能力、没有侵害行为'],
  ['whereabouts', '东莞市', '东莞市'],
])('the field %s with %j reads %s', (field, value, words) => {
  expect(wordOf(field, value)).toBe(words)
})

test('a field without a source of its own has the record’s', () => {
  const sources = {
    '*': { kind: 'roster', department: '公安', day: '2026-01-05', row: 7 },
    phone: { kind: 'entry', by: '围镇主任', day: '2026-02-01' },
  } as const
  expect(sourceOf(sources, 'name')).toEqual({ origin: '公安名册', row: 7, on: '2026-01-05' })
  expect(sourceOf(sources, 'phone')).toEqual({ origin: '围镇主任录入', on: '2026-02-01' })
})

test('a period says since when and until when', () => {
  expect(periodText('2024-01-01', null)).toBe('2024-01-01 至今')
  expect(periodText(null, '2025-01-01')).toBe('起始不详 至 2025-01-01')
})
