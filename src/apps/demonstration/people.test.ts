import { expect, test } from 'vitest'
import { isMobile } from '#kernel/phone.ts'
import { ROLES, WORKPLACE } from '#modules/identity/rules.ts'
import { loadDivisions } from '#modules/organisations/divisions/load.ts'
import { generateNetwork } from './people.ts'

const TODAY = '2026-11-23'
const network = generateNetwork({ seed: 2_026, today: TODAY })
const divisions = loadDivisions('441821')

test('the figures of the article come out by counting: 30 units, 1 centre, 6 stations, 90 points', () => {
  const sites = (kind: string) => network.sites.filter((site) => site.kind === kind)
  expect(network.units.filter(({ kind }) => kind === 'member-unit')).toHaveLength(30)
  expect(sites('centre')).toHaveLength(1)
  expect(sites('station')).toHaveLength(6)
  expect(sites('point')).toHaveLength(90)
})

test('exactly one village has no point yet, and two wait for a director', () => {
  const points = new Set(
    network.sites.filter(({ kind }) => kind === 'point').map(({ divisionCode }) => divisionCode),
  )
  expect(divisions.villages.filter(({ code }) => !points.has(code)).map(({ name }) => name)).toEqual([
    '新城社区居委会',
  ])
  const vacant = network.posts.filter(({ holder }) => !holder)
  expect(vacant).toHaveLength(2)
  for (const { former } of vacant) expect(former?.to).toSatisfy((to: string) => to < TODAY)
})

test('every village and town has a post, and its holder has an account of that very place', () => {
  const accounts = new Map(network.accounts.map((account) => [account.signInName, account]))
  expect(network.posts).toHaveLength(97)
  for (const { holder, divisionCode, kind } of network.posts.filter((post) => post.holder)) {
    const account = accounts.get(holder ?? '')
    expect(account?.divisionCode).toBe(divisionCode)
    expect(account?.role).toBe(kind === 'child-director' ? 'child-director' : 'supervisor')
  }
})

test('each role has an account, with the territory or the unit that the role needs', () => {
  expect(new Set(network.accounts.map(({ role }) => role))).toEqual(new Set(ROLES))
  const units = new Set(network.units.map(({ code }) => code))
  for (const { role, divisionCode, unitCode } of network.accounts) {
    expect(divisionCode !== undefined).toBe(['village', 'town', 'county'].includes(WORKPLACE[role]))
    expect(units.has(unitCode ?? '')).toBe(WORKPLACE[role] === 'unit')
  }
})

test('every unit has one officer who signs in for it, among them two hospitals and schools in every town', () => {
  expect(new Set(network.accounts.flatMap(({ unitCode }) => unitCode ?? [])).size).toBe(network.units.length)
  expect(network.units.filter(({ kind }) => kind === 'hospital')).toHaveLength(2)
  const towns = new Set(
    network.units.filter(({ kind }) => kind === 'school').map(({ divisionCode }) => divisionCode),
  )
  expect(towns).toEqual(new Set(divisions.towns.map(({ code }) => code)))
  expect(new Set(network.units.map(({ name }) => name)).size).toBe(network.units.length)
})

test('sign-in names are given once, telephones are numbers, and nobody began after today', () => {
  expect(new Set(network.accounts.map(({ signInName }) => signInName)).size).toBe(network.accounts.length)
  for (const { phone, since } of network.accounts) {
    expect(isMobile(phone)).toBe(true)
    expect(since <= TODAY).toBe(true)
  }
})

test('the same seed makes the same people', () => {
  expect(generateNetwork({ seed: 2_026, today: TODAY })).toEqual(network)
  expect(generateNetwork({ seed: 1, today: TODAY })).not.toEqual(network)
})

test('another county gets a network of its own villages', () => {
  const other = loadDivisions('440205')
  const { sites, posts } = generateNetwork({ seed: 1, today: TODAY, divisions: other })
  expect(sites.filter(({ kind }) => kind === 'point')).toHaveLength(other.villages.length - 1)
  expect(posts).toHaveLength(other.villages.length + other.towns.length)
})
