import { expect, test } from 'vitest'
import { Problem, stale } from '#kernel/problem.ts'
import { differencesOf, plainText, staleIn } from './conflict.ts'

const theirs = { name: '李晓明', note: null, tags: ['a'], version: 4 }

test('only what differs is put before the person, and the version is nobody’s value', () => {
  const yours = { name: '李小明', tags: ['a'], version: 3 }
  expect(differencesOf({ yours, theirs })).toEqual([{ field: 'name', yours: '李小明', theirs: '李晓明' }])
})

test('nothing and not given are the same value', () => {
  expect(differencesOf({ yours: { note: undefined }, theirs })).toEqual([])
})

test('both values are read from the server’s answer', () => {
  const detail = { yours: { name: '李小明' }, theirs, version: 4 }
  expect(staleIn(stale(detail))).toEqual(detail)
  expect(staleIn(new Problem({ status: 409, code: 'stale', title: 'x', detail: 'text' }))).toBeUndefined()
})

test.each([
  [null, '（空）'],
  ['', '（空）'],
  [true, '是'],
  [12, '12'],
  [['a', 'b'], '["a","b"]'],
])('%j reads as %s', (value, text) => {
  expect(plainText(value)).toBe(text)
})
