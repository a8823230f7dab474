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
    about: '外部 PostgreSQL（≥15）的属主连接；不设则使用内嵌数据库',
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
      '新数据的密码套件：aes = AES-256-GCM + HMAC-SHA-256，sm = SM4-CBC + HMAC-SM3；旧数据按其自身标记解密',
  },
  SHOUWANG_PUBLIC_ORIGIN: {
    schema: z.url('应为 https://… 的地址').optional(),
    about: '对外地址，如 https://shouwang.example.gov.cn；https 时 Cookie 只走加密通道',
  },
  SHOUWANG_LOG_LEVEL: {
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).optional(),
    about:
      '日志级别：trace、debug、info、warn、error 或 silent；不设为 info，在终端里直接启动时为 warn，免得盖住打印的地址和账号',
  },
  SHOUWANG_METRICS_TOKEN: {
    schema: z.string().min(16, '至少 16 个字符').optional(),
    about: '/metrics 的令牌；不设则只有本机可读；设了 SHOUWANG_PUBLIC_ORIGIN（有反向代理）时必须设',
  },
  SHOUWANG_POOL_SIZE: {
    schema: z.coerce.number().int().min(2).max(200).default(16),
    about: '每个进程的数据库连接数',
  },
  SHOUWANG_CLAMAV: {
    schema: z
      .string()
      .regex(/^(\/.+|[\w.-]+:\d{1,5}|\[[\da-f:]+\]:\d{1,5})$/i, '应为 主机:端口，或套接字文件的绝对路径')
      .optional(),
    about:
      '杀毒服务 ClamAV 守护进程的地址（主机:端口 或套接字路径）；不设则附件不杀毒，只能看重新编码的图片、在页面里播放，不能取出原件',
  },
  SHOUWANG_UPLOAD_SPACE_MB: {
    schema: z.coerce.number('应为数字').int().min(300).default(10_240),
    about: '还没有归到报告的附件最多占用的磁盘空间（MB）；满了新的附件排队等候，不影响提交报告',
  },
  SHOUWANG_UPLOADS_AT_ONCE: {
    schema: z.coerce.number('应为数字').int().min(1).max(1_000).default(40),
    about: '每个进程同时接收的附件数；超过的排队等候，不影响提交报告',
  },
  SHOUWANG_SMTP_URL: {
    schema: z.url({ protocol: /^smtps?$/, error: '应为 smtps://用户:口令@主机:465 这样的地址' }).optional(),
    about: '发送通知邮件的服务器，如 smtps://用户:口令@主机:465；不设则不发邮件',
  },
  SHOUWANG_SMTP_FROM: {
    schema: z.email('应为一个邮箱地址').optional(),
    about: '通知邮件的发件地址；设了 SHOUWANG_SMTP_URL 时必须设',
  },
  SHOUWANG_SMS_URL: {
    schema: z.url({ protocol: /^https?$/, error: '应为 https://… 的地址' }).optional(),
    about: '短信网关的地址（格式见下文）；不设则不发短信',
  },
  SHOUWANG_SMS_TOKEN: {
    schema: z.string().optional(),
    about: '短信网关的令牌，放在 Authorization: Bearer 里',
  },
  SHOUWANG_PUSH_CONTACT: {
    schema: z.url({ protocol: /^(mailto|https)$/, error: '应为 mailto:邮箱 或 https://… 的地址' }).optional(),
    about: '浏览器推送的联系地址（RFC 8292），如 mailto:admin@example.gov.cn；不设则不推送',
  },
  SHOUWANG_PUSH_ORIGINS: {
    schema: z
      .string()
      .default(
        'https://fcm.googleapis.com,https://updates.push.services.mozilla.com,https://*.push.apple.com,https://*.notify.windows.com',
      ),
    about: '可以推送到的服务，逗号分隔；浏览器给出的其他地址一律拒绝',
  },
} satisfies Record<string, { schema: z.ZodType; about: string }>

/** The ways in which notices leave the system; each is absent unless it was set up. */
export type ChannelSettings = {
  email?: { url: string; from: string }
  sms?: { url: string; token: string | undefined }
  push?: { contact: string; origins: string[] }
}

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
  channels: ChannelSettings
  clamav: string | undefined
  uploadSpaceBytes: number
  uploadsAtOnce: number
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

type Set = {
  SHOUWANG_SMTP_URL?: string | undefined
  SHOUWANG_SMTP_FROM?: string | undefined
  SHOUWANG_SMS_URL?: string | undefined
  SHOUWANG_SMS_TOKEN?: string | undefined
  SHOUWANG_PUSH_CONTACT?: string | undefined
  SHOUWANG_PUSH_ORIGINS: string
}

const channelsOf = (set: Set): ChannelSettings => {
  if ((set.SHOUWANG_SMTP_URL === undefined) !== (set.SHOUWANG_SMTP_FROM === undefined))
    throw new ConfigError('SHOUWANG_SMTP_URL 与 SHOUWANG_SMTP_FROM 要同时设')
  return {
    ...(set.SHOUWANG_SMTP_URL &&
      set.SHOUWANG_SMTP_FROM && { email: { url: set.SHOUWANG_SMTP_URL, from: set.SHOUWANG_SMTP_FROM } }),
    ...(set.SHOUWANG_SMS_URL && { sms: { url: set.SHOUWANG_SMS_URL, token: set.SHOUWANG_SMS_TOKEN } }),
    ...(set.SHOUWANG_PUSH_CONTACT && {
      push: {
        contact: set.SHOUWANG_PUSH_CONTACT,
        origins: set.SHOUWANG_PUSH_ORIGINS.split(',').map((origin) => origin.trim()),
      },
    }),
  }
}

/** @param isWatched somebody reads the output on a terminal: only what needs them is logged there unless they ask for more */
export const readConfig = (
  env: Record<string, string | undefined> = process.env,
  isWatched = process.stdout.isTTY,
): Config => {
  const shape = Object.fromEntries(Object.entries(VARIABLES).map(([name, { schema }]) => [name, schema])) as {
    [K in keyof typeof VARIABLES]: (typeof VARIABLES)[K]['schema']
  }
  const known = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, env[name] || undefined]))
  const parsed = z.object(shape).safeParse(known)
  const wrong = parsed.error?.issues.map(({ path, message }) => `${path.join('.')}:${message}`) ?? []
  const unknown = Object.keys(env).filter((name) => name.startsWith('SHOUWANG_') && !(name in VARIABLES))
  wrong.push(...unknown.map((name) => `${name}：没有这个设置，请核对名称`))
  if (!parsed.success || wrong.length) throw new ConfigError(`设置有误，未启动：\n  ${wrong.join('\n  ')}`)

  const set = parsed.data
  if (set.SHOUWANG_MASTER_KEY && set.SHOUWANG_MASTER_KEY_FILE)
    throw new ConfigError('SHOUWANG_MASTER_KEY 与 SHOUWANG_MASTER_KEY_FILE 只能设一个')
  const keyText =
    set.SHOUWANG_MASTER_KEY ??
    (set.SHOUWANG_MASTER_KEY_FILE ? readKeyFile(set.SHOUWANG_MASTER_KEY_FILE) : undefined)
  const masterKey = keyText === undefined ? undefined : Buffer.from(keyText, 'base64')
  if (masterKey && masterKey.length !== 32) throw new ConfigError('主密钥应为 32 字节的 base64（44 个字符）')

  return {
    dataFolder: resolve(set.SHOUWANG_DATA),
    databaseUrl: set.DATABASE_URL,
    host: set.SHOUWANG_HOST,
    port: set.SHOUWANG_PORT,
    masterKey,
    cipherSuite: set.SHOUWANG_CIPHER_SUITE,
    publicOrigin: set.SHOUWANG_PUBLIC_ORIGIN,
    logLevel: set.SHOUWANG_LOG_LEVEL ?? (isWatched ? 'warn' : 'info'),
    metricsToken: set.SHOUWANG_METRICS_TOKEN,
    poolSize: set.SHOUWANG_POOL_SIZE,
    channels: channelsOf(set),
    clamav: set.SHOUWANG_CLAMAV,
    uploadSpaceBytes: set.SHOUWANG_UPLOAD_SPACE_MB * 1024 * 1024,
    uploadsAtOnce: set.SHOUWANG_UPLOADS_AT_ONCE,
  }
}
