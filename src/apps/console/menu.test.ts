import { expect, test } from 'vitest'
import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import type { ConsolePage } from '#web/page.ts'
import { entriesFor, entryAt, groupsOf } from './menu.ts'

const reading = (can: `${string}.${string}` | 'signed-in') =>
  endpoint({ method: 'GET', path: '/x', summary: 'x', can, input: z.object({}), output: z.object({}) })

const load = () => Promise.resolve({ Component: () => null })
const icon = () => null
const pages: ConsolePage[] = [
  {
    path: '/audit',
    title: '审计',
    needs: reading('audit.read'),
    menu: { group: '管理', label: '审计', icon, order: 90 },
    load,
  },
  { path: '/children/:id', title: '儿童', load },
  {
    path: '/children',
    title: '儿童',
    needs: reading('children.read'),
    menu: { group: '儿童', label: '儿童', icon, order: 20 },
    load,
  },
  {
    path: '/children/review',
    title: '核对',
    needs: reading('children.read'),
    menu: { group: '儿童', label: '核对', icon, order: 21 },
    load,
  },
  { path: '/', title: '今天', menu: { group: '今天', label: '今天', icon, order: 10 }, load },
]
const session = {
  stage: 'full',
  county: null,
  counties: [],
  account: null,
  permissions: ['children.read'],
} as const

const entries = entriesFor({ ...session, counties: [], permissions: [...session.permissions] }, pages)

test('the menu holds what the post may open, in order', () => {
  expect(entries.map(({ path }) => path)).toEqual(['/', '/children', '/children/review'])
  expect(groupsOf(entries).map(({ group }) => group)).toEqual(['今天', '儿童'])
})

test.each([
  ['/', '/'],
  ['/children', '/children'],
  ['/children/0190', '/children'],
  ['/children/review', '/children/review'],
  ['/childrens', undefined],
  ['/me/devices', undefined],
])('at %s the entry %s is marked', (pathname, path) => {
  expect(entryAt(entries, pathname)?.path).toBe(path)
})
