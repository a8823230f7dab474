import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../src/server/embedded-postgres.ts'
import { addCounty, migrate } from '../src/server/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    ownerUrl: string
    dataFolder: string
  }
}

/** The key of the tests' installation; no secret. */
export const TEST_KEY = Buffer.alloc(32, 42)

const template = 'shouwang_template'

const onDatabase = (url: string, name: string) => {
  const other = new URL(url)
  other.pathname = `/${name}`
  return other.toString()
}

/**
 * One PostgreSQL for the whole run: the embedded one, or the server named by TEST_DATABASE_URL (whose role may create databases and
 * roles). A migrated template is made once; every test file copies it.
 */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'shouwang-test-'))
  const outside = process.env['TEST_DATABASE_URL']
  const embedded = outside
    ? undefined
    : await startEmbeddedPostgres(folder, TEST_KEY, {
        flags: ['-c', 'fsync=off', '-c', 'max_connections=200'],
      })
  const ownerUrl = outside ?? embedded?.ownerUrl ?? ''
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  await client.query(`drop database if exists ${template}`)
  await client.query(
    `create database ${template} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`,
  )
  await client.end()
  const templateUrl = onDatabase(ownerUrl, template)
  await migrate(templateUrl, TEST_KEY)
  for (const [code, name] of [
    ['449821', '示范县'],
    ['449822', '邻县'],
  ] as const)
    await addCounty(templateUrl, { code, name, indexSuite: 'aes', isDemonstration: false })
  project.provide('ownerUrl', ownerUrl)
  project.provide('dataFolder', folder)
  return async () => {
    await embedded?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
