/** Writes src/server/schema.ts from the migrated database: `npm run db:types`; with --check only compares. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../src/server/embedded-postgres.ts'
import { addCounty, migrate } from '../src/server/migrate.ts'

const target = join(import.meta.dirname, '../src/server/schema.ts')
const folder = mkdtempSync(join(tmpdir(), 'shouwang-types-'))
const key = Buffer.alloc(32, 7)
const postgres = await startEmbeddedPostgres(folder, key)
try {
  await migrate(postgres.ownerUrl, key)
  await addCounty(postgres.ownerUrl, {
    code: '000000',
    name: '类型',
    indexSuite: 'aes',
    isDemonstration: false,
  })
  const out = join(folder, 'schema.ts')
  execFileSync(
    process.execPath,
    [
      join(import.meta.dirname, '../node_modules/kysely-codegen/dist/cli/bin.js'),
      '--dialect',
      'postgres',
      '--url',
      postgres.ownerUrl,
      '--camel-case',
      '--default-schema',
      'county_000000',
      '--include-pattern',
      'county_000000.*',
      '--out-file',
      out,
      '--date-parser',
      'string',
      '--numeric-parser',
      'string',
      '--type-mapping',
      '{"int8":"number"}',
      '--log-level',
      'error',
    ],
    { stdio: 'inherit' },
  )
  const fresh = readFileSync(out, 'utf8')
  if (process.argv.includes('--check')) {
    if (readFileSync(target, 'utf8') !== fresh) {
      console.error('src/server/schema.ts differs from the migrations: run npm run db:types')
      process.exitCode = 1
    }
  } else writeFileSync(target, fresh)
} finally {
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
