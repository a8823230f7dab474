import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { routes } from '#apps/server.ts'
import { testApp } from './app.ts'
import { halfWidthIn, textsIn } from './texts.ts'

const root = join(import.meta.dirname, '..')
const walk = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? walk(path) : [path]
  })
const modules = join(root, 'src/modules')
const files = walk(modules).map((path) => relative(modules, path))
const sourceOf = (path: string) => readFileSync(join(modules, path), 'utf8')

/** The tables that a module writes in SQL built by Kysely or by hand. */
const writesOf = (text: string) => {
  const camel = [...text.matchAll(/(?:insertInto|updateTable|deleteFrom)\(\s*'(\w+)'/g)].map(
    ([, table = '']) => table.replace(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`),
  )
  const bulk = [...text.matchAll(/bulkInsert(?:<[^>]*>)?\(\s*\w+,\s*'(\w+)'/g)].map(([, table = '']) => table)
  return [...camel, ...bulk]
}

test('a table is written by one module only', () => {
  const writers = new Map<string, Set<string>>()
  for (const path of files.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')))
    for (const table of writesOf(sourceOf(path)))
      writers.set(table, (writers.get(table) ?? new Set()).add(path.split('/')[0] ?? ''))
  const shared = [...writers]
    .filter(([, of]) => of.size > 1)
    .map(([table, of]) => `${table}: ${[...of].join(', ')}`)
  expect(shared).toEqual([])
})

test('each endpoint is mounted once', () => {
  const names = routes.map(({ endpoint }) => `${endpoint.method} ${endpoint.path}`)
  expect(names.length).toBe(new Set(names).size)
})

test('every write names its audit action in the past tense, as kind.verb', () => {
  const wrong = routes
    .filter(({ endpoint }) => endpoint.method !== 'GET')
    .map(({ endpoint }) => endpoint.audit ?? '')
    .filter((name) => !/^[a-z][a-z-]*\.[a-z][a-z-]*$/.test(name))
  expect(wrong).toEqual([])
})

test('every module that has routes has tests', () => {
  const withRoutes = files.filter((name) => basename(name) === 'routes.ts').map((name) => name.split('/')[0])
  const withTests = new Set(
    files.filter((name) => /\.test\.tsx?$/.test(name)).map((name) => name.split('/')[0]),
  )
  expect([...new Set(withRoutes)].filter((name) => !withTests.has(name ?? ''))).toEqual([])
})

test('pages and browser files stand in pages folders or console.ts', () => {
  const stray = files.filter((name) => name.endsWith('.tsx') && !/(^|\/)pages$/.test(dirname(name)))
  expect(stray).toEqual([])
})

/** Words of headers as the departments write them. */
const NOT_FOR_READERS = ['src/modules/rosters/cleaning/header-words.ts']

test('texts that people read are punctuated in full width', () => {
  const places = ['src', 'scripts']
    .flatMap((folder) => walk(join(root, folder)))
    .map((path) => relative(root, path))
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path) && !/\.test\.tsx?$/.test(path))
    .filter((path) => !NOT_FOR_READERS.includes(path))
    .flatMap((path) => {
      const source = readFileSync(join(root, path), 'utf8')
      return textsIn(path, source)
        .flatMap(halfWidthIn)
        .map(({ sign, at }) => `${path}:${source.slice(0, at).split('\n').length} ${sign}`)
    })
  expect(places).toEqual([])
})

test('half-width punctuation is found where it touches Chinese, and left where it is data', () => {
  const found = (source: string) =>
    textsIn('sample.tsx', source)
      .flatMap(halfWidthIn)
      .map(({ sign }) => sign)
      .join('')
  expect(found('const text = "先预览,后应用:可以撤销(整份)"')).toBe(',:()')
  expect(found('const text = `第 ${row} 行:${why},共 ${count}(个)`')).toBe(':,()')
  expect(found('const text = <p>{title}({count})</p>')).toBe('()')
  expect(found('const text = <p>{title}（{count} 种）；“a, b” (c)</p>')).toBe('')
  expect(
    found('const url = `/api/${name}?a=${b}`, port = "应为 主机:端口", of = new RegExp("^(镇|乡)")'),
  ).toBe('')
  expect(found("const where = sql`name = ${name}, note = '第(一)个'`")).toBe('')
})

const app = await testApp()

test('every table has a comment, forced row-level security and policies, and an index for every foreign key', async () => {
  const { rows } = await app.owner.query<{ name: string; fault: string }>(`
    select c.relname as name, 'no comment' as fault from pg_class c
      where c.relnamespace = 'county_449821'::regnamespace and c.relkind = 'r' and obj_description(c.oid) is null
    union all
    select c.relname, 'row-level security not forced' from pg_class c
      where c.relnamespace = 'county_449821'::regnamespace and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)
    union all
    select c.relname, 'no policy' from pg_class c
      where c.relnamespace = 'county_449821'::regnamespace and c.relkind = 'r' and not exists (select from pg_policy p where p.polrelid = c.oid)
    union all
    select c.conrelid::regclass::text, 'foreign key without an index: ' || c.conname from pg_constraint c
      where c.connamespace = 'county_449821'::regnamespace and c.contype = 'f'
        and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1])
    union all
    select c.relname, 'view without security_invoker' from pg_class c
      where c.relnamespace = 'county_449821'::regnamespace and c.relkind in ('v', 'm') and not coalesce(c.reloptions::text like '%security_invoker=true%', false)`)
  expect(rows).toEqual([])
})

test('the server role owns nothing, is no superuser and bypasses nothing', async () => {
  const { rows } = await app.owner.query(`
    select r.rolname from pg_roles r where r.rolname in ('shouwang_server', 'shouwang_sealer')
      and (r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb
        or exists (select from pg_class c where c.relowner = r.oid) or exists (select from pg_proc p where p.proowner = r.oid))`)
  expect(rows).toEqual([])
})

test('every definer function has its own search path and is not open to the public', async () => {
  const { rows } = await app.owner.query(`
    select p.proname from pg_proc p where p.pronamespace = 'county_449821'::regnamespace and p.prosecdef
      and (not coalesce(p.proconfig::text like '%search_path=%', false) or has_function_privilege('public', p.oid, 'execute'))`)
  expect(rows).toEqual([])
})
