import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'

const port = z.coerce.number('应为 1–65535 的端口号').int().min(0).max(65_535)

/**
 * Every environment variable of the product, once. `docs/operations.md` prints this table.
 * A wrong value stops the start with a sentence that names the variable and what is expected.
 */
export const VARIABLES = {
  SHOUWANG_DATA: {
    schema: z.string().default('.data'),
    about: '数据目录：内嵌数据库、主密钥、上传暂存都在这里',
  },
  DATABASE_URL: {
    schema: z.url({ protocol: /^postgres(ql)?$/, error: '应为 postgresql:// 开头的地址' }).optional(),
    about: '外部 PostgreSQL(≥15）的属主连接；不设则使用内嵌数据库',
  },
  SHOUWANG_HOST: { schema: z.string().default('127.0.0.1'), about: '监听地址' },
  SHOUWANG_PORT: { schema: port.default(8080), about: '监听端口；0 表示任选' },
  SHOUWANG_MASTER_KEY: {
    schema: z.base64('应为 32 字节的 base64').optional(),
    about:
      '主密钥（32 字节 base64）；与 SHOUWANG_MASTER_KEY_FILE 二选一；都不设则在数据目录生成一个并提示位置',
  },
  SHOUWANG_MASTER_KEY_FILE: { schema: z.string().optional(), about: '存放主密钥的文件路径' },
  SHOUWANG_CIPHER_SUITE: {
    schema: z.enum(['aes', 'sm'], '应为 aes 或 sm').default('aes'),
    about:
      '新数据的密码套件：aes = AES-256-GCM + HMAC-SHA-256,sm = SM4-CBC + HMAC-SM3；旧数据按其自身标记解密',
  },
  SHOUWANG_PUBLIC_ORIGIN: {
    schema: z.url('应为 https://… 的地址').optional(),
    about: '对外地址，如 https://shouwang.example.gov.cn;https 时 Cookie 只走加密通道',
  },
  SHOUWANG_LOG_LEVEL: {
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
    about: '日志级别',
  },
  SHOUWANG_METRICS_TOKEN: {
    schema: z.string().min(16, '至少 16 个字符').optional(),
    about: '/metrics 的令牌；不设则只有本机可读；设了 SHOUWANG_PUBLIC_ORIGIN（有反向代理）时必须设',
  },
  SHOUWANG_POOL_SIZE: {
    schema: z.coerce.number().int().min(2).max(200).default(16),
    about: '每个进程的数据库连接数',
  },
} satisfies Record<string, { schema: z.ZodType; about: string }>

export type Config = {
  dataFolder: string
  databaseUrl: string | undefined
  host: string
  port: number
  masterKey: Buffer | undefined
  cipherSuite: 'aes' | 'sm'
  publicOrigin: string | undefined
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent'
  metricsToken: string | undefined
  poolSize: number
}

/** Raised with every wrong variable at once, in words for the person at the terminal. */
export class ConfigError extends Error {}

const readKeyFile = (path: string) => {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    throw new ConfigError(`SHOUWANG_MASTER_KEY_FILE：读不到文件 ${path}`)
  }
}

export const readConfig = (env: Record<string, string | undefined> = process.env): Config => {
  const shape = Object.fromEntries(Object.entries(VARIABLES).map(([name, { schema }]) => [name, schema])) as {
    [K in keyof typeof VARIABLES]: (typeof VARIABLES)[K]['schema']
  }
  const known = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, env[name] || undefined]))
  const parsed = z.object(shape).safeParse(known)
  const wrong = parsed.error?.issues.map(({ path, message }) => `${path.join('.')}:${message}`) ?? []
  const unknown = Object.keys(env).filter((name) => name.startsWith('SHOUWANG_') && !(name in VARIABLES))
  wrong.push(...unknown.map((name) => `${name}:没有这个设置，请核对名称`))
  if (!parsed.success || wrong.length) throw new ConfigError(`设置有误，未启动：\n  ${wrong.join('\n  ')}`)

  const set = parsed.data
  if (set.SHOUWANG_MASTER_KEY && set.SHOUWANG_MASTER_KEY_FILE)
    throw new ConfigError('SHOUWANG_MASTER_KEY 与 SHOUWANG_MASTER_KEY_FILE 只能设一个')
  const keyText =
    set.SHOUWANG_MASTER_KEY ??
    (set.SHOUWANG_MASTER_KEY_FILE ? readKeyFile(set.SHOUWANG_MASTER_KEY_FILE) : undefined)
  const masterKey = keyText === undefined ? undefined : Buffer.from(keyText, 'base64')
  if (masterKey && masterKey.length !== 32) throw new ConfigError('主密钥应为 32 字节的 base64(44 个字符）')

  return {
    dataFolder: resolve(set.SHOUWANG_DATA),
    databaseUrl: set.DATABASE_URL,
    host: set.SHOUWANG_HOST,
    port: set.SHOUWANG_PORT,
    masterKey,
    cipherSuite: set.SHOUWANG_CIPHER_SUITE,
    publicOrigin: set.SHOUWANG_PUBLIC_ORIGIN,
    logLevel: set.SHOUWANG_LOG_LEVEL,
    metricsToken: set.SHOUWANG_METRICS_TOKEN,
    poolSize: set.SHOUWANG_POOL_SIZE,
  }
}
