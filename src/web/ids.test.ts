import { expect, test } from 'vitest'
import { Id } from '#kernel/fields.ts'
import { newId } from './ids.ts'

test('an id made in the browser is one that the server takes, of version 7 and of this moment', () => {
  const before = Date.now()
  const id = newId()
  expect(Id.safeParse(id).success).toBe(true)
  expect(id.charAt(14)).toBe('7')
  const madeAt = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
  expect(madeAt).toBeGreaterThanOrEqual(before)
  expect(madeAt).toBeLessThanOrEqual(Date.now())
})

test('a thousand ids are a thousand', () => {
  expect(new Set(Array.from({ length: 1_000 }, newId)).size).toBe(1_000)
})
