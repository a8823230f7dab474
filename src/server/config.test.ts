import { expect, test } from 'vitest'
import { ConfigError, readConfig } from './config.ts'

const refusal = (env: Record<string, string>) => {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return undefined
}

test('with nothing set everything has a default', () => {
  expect(readConfig({})).toMatchObject({
    port: 8080,
    host: '127.0.0.1',
    cipherSuite: 'aes',
    databaseUrl: undefined,
  })
})

test.each([
  [{ SHOUWANG_PORT: 'eighty' }, 'SHOUWANG_PORT'],
  [{ SHOUWANG_PORT: '70000' }, 'SHOUWANG_PORT'],
  [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
  [{ SHOUWANG_CIPHER_SUITE: 'des' }, 'SHOUWANG_CIPHER_SUITE'],
  [{ SHOUWANG_MASTER_KEY: 'c2hvcnQ=' }, '32 字节'],
  [{ SHOUWANG_MASTER_KEY_FILE: '/nowhere/at/all' }, 'SHOUWANG_MASTER_KEY_FILE'],
  [{ SHOUWANG_PROT: '8080' }, 'SHOUWANG_PROT'],
  [{ SHOUWANG_METRICS_TOKEN: 'short' }, 'SHOUWANG_METRICS_TOKEN'],
])('a wrong setting %o is named in the refusal', (env, named) => {
  expect(refusal(env)).toContain(named)
})

test('a terminal shows what matters, a log keeps every request, and a setting outdoes both', () => {
  expect(readConfig({}, true).logLevel).toBe('warn')
  expect(readConfig({}, false).logLevel).toBe('info')
  expect(readConfig({ SHOUWANG_LOG_LEVEL: 'debug' }, true).logLevel).toBe('debug')
})

test('all that is wrong is said at once', () => {
  const said = refusal({ SHOUWANG_PORT: 'x', SHOUWANG_CIPHER_SUITE: 'y' })
  expect(said).toContain('SHOUWANG_PORT')
  expect(said).toContain('SHOUWANG_CIPHER_SUITE')
})
