import { createTransport } from 'nodemailer'
import { lost, type Carrier } from './carrier.ts'

const SECOND = 1_000

/** The Message-ID is the delivery's own id, so that a mail that comes twice is one (RFC 5322 §3.6.4). */
export const emailCarrier = (
  settings: { url: string; from: string },
  origin: string | undefined,
): Carrier => {
  const transport = createTransport({
    url: settings.url,
    connectionTimeout: 10 * SECOND,
    greetingTimeout: 10 * SECOND,
    socketTimeout: 20 * SECOND,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const host = settings.from.split('@')[1] ?? 'shouwang.invalid'
  const tail = origin ? `请登录守望查看：${origin}` : '请登录守望查看。'
  return async ({ id, address, text, isDanger }) => {
    try {
      const { response } = await transport.sendMail({
        from: { name: '守望', address: settings.from },
        to: { name: '', address },
        subject: text,
        text: `${text}。\n${tail}\n\n这封邮件由系统自动发出，请不要回复。\n`,
        messageId: `<${id}@${host}>`,
        ...(isDanger && { priority: 'high' as const }),
        // No answers from machines (RFC 3834).
        headers: { 'auto-submitted': 'auto-generated' },
      })
      return { isSent: true, proof: response }
    } catch (error) {
      const { responseCode, response } = error as { responseCode?: number; response?: string }
      if (!responseCode) return lost(error)
      return { isSent: false, isFinal: responseCode >= 500, proof: response ?? `SMTP ${responseCode}` }
    }
  }
}
