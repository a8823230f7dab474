import { lost, type Carrier } from './carrier.ts'

/**
 * `POST url` with `{ "id", "to", "text" }` and `Idempotency-Key: id`; described in docs/operations.md. An answer 2xx means accepted, its
 * `messageId` is the proof; 408, 429 and 5xx are tried again, any other 4xx is final.
 */
export const smsCarrier =
  (settings: { url: string; token: string | undefined }): Carrier =>
  async ({ id, address, text, signal }) => {
    try {
      const response = await fetch(settings.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': id,
          ...(settings.token && { authorization: `Bearer ${settings.token}` }),
        },
        body: JSON.stringify({ id, to: address, text }),
        redirect: 'error',
        signal,
      })
      const words = (await response.text()).slice(0, 2_000)
      const proof = `HTTP ${response.status} ${messageIdIn(words)}`
      if (response.ok) return { isSent: true, proof }
      const isFinal = response.status >= 400 && response.status < 500 && ![408, 429].includes(response.status)
      return { isSent: false, isFinal, proof }
    } catch (error) {
      return lost(error)
    }
  }

const messageIdIn = (words: string) => {
  try {
    const answer: unknown = JSON.parse(words)
    return typeof answer === 'object' && answer !== null && 'messageId' in answer
      ? String(answer.messageId)
      : ''
  } catch {
    return ''
  }
}
