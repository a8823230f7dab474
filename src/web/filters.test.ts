import { expect, test } from 'vitest'
import { z } from 'zod'
import { Page } from '#kernel/fields.ts'
import { changedBy, filtersIn } from './filters.ts'

const Filter = Page.extend({
  category: z.enum(['difficult', 'left-behind']).optional(),
  villages: z.array(z.string()).optional(),
})

test('filters come back from the address that they were written to', () => {
  const search = changedBy(new URLSearchParams(), {
    category: 'difficult',
    villages: ['449821100201'],
    page: 3,
  })
  expect(search.toString()).toBe('category=difficult&villages=449821100201&page=3')
  expect(filtersIn(Filter, search)).toEqual({
    category: 'difficult',
    villages: ['449821100201'],
    page: 3,
    pageSize: 20,
  })
})

test('another filter begins at the first page, another page keeps the filter', () => {
  const search = new URLSearchParams('category=difficult&page=3')
  expect(changedBy(search, { category: 'left-behind' }).toString()).toBe('category=left-behind')
  expect(changedBy(search, { page: 4 }).toString()).toBe('category=difficult&page=4')
})

test('a filter that is taken back leaves the address', () => {
  const search = new URLSearchParams('category=difficult&villages=1&villages=2')
  expect(changedBy(search, { category: undefined, villages: [] }).toString()).toBe('')
})

test('a wrong value in a hand-made address is left out and the rest counts', () => {
  const search = new URLSearchParams('category=nonsense&page=2&pageSize=100000&unknown=1')
  expect(filtersIn(Filter, search)).toEqual({ page: 2, pageSize: 20 })
})
