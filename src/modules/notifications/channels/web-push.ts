import { createECDH, createHash } from 'node:crypto'
import webPush from 'web-push'
import type { CountyKeys } from '#server/crypto/keys.ts'
import { lost, type Carrier } from './carrier.ts'

/** A county's own VAPID keys (RFC 8292), derived from the master key: made anew alike at every start, kept nowhere. */
export const pushKeysOf = (keys: CountyKeys): { publicKey: string; privateKey: string } => {
  const curve = createECDH('prime256v1')
  // Any 32 bytes below the order of the group are a key; the first try fails once in four thousand million counties.
  for (let secret = keys.derive('web-push'); ; secret = createHash('sha256').update(secret).digest())
    try {
      curve.setPrivateKey(secret)
      return { publicKey: curve.getPublicKey('base64url'), privateKey: curve.getPrivateKey('base64url') }
    } catch {
      continue
    }
}

/** A browser names the address that we are to call: only known push services are, never a host of the county's own network. */
export const isPushOrigin = (endpoint: string, origins: string[]): boolean => {
  if (!URL.canParse(endpoint)) return false
  const { origin, host, protocol } = new URL(endpoint)
  return origins.some((allowed) => {
    const [scheme = '', suffix] = allowed.split('//*')
    return suffix ? protocol === scheme && host.endsWith(suffix) : origin === allowed
  })
}

const KEPT_FOR_SECONDS = { danger: 4 * 3_600, other: 24 * 3_600 }
const GONE = [404, 410]

/** Encrypted for the browser (RFC 8291); the push service reads nothing. Later ones with the same topic replace earlier ones there. */
export const pushCarrier =
  (settings: { contact: string; origins: string[] }): Carrier =>
  async ({ id, address, text, isDanger, keys, signal }) => {
    // Sealed by ourselves as what the browser gave.
    const subscription = JSON.parse(address) as webPush.PushSubscription
    if (!isPushOrigin(subscription.endpoint, settings.origins))
      return { isSent: false, isFinal: true, proof: '推送服务不在允许的范围内' }
    const { endpoint, headers, body } = webPush.generateRequestDetails(
      subscription,
      JSON.stringify({ id, text, isDanger }),
      {
        vapidDetails: { subject: settings.contact, ...pushKeysOf(keys) },
        TTL: isDanger ? KEPT_FOR_SECONDS.danger : KEPT_FOR_SECONDS.other,
        urgency: isDanger ? 'high' : 'normal',
        topic: id.replaceAll('-', ''),
      },
    )
    try {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: headers as Record<string, string>,
        body: new Uint8Array(body ?? []),
        redirect: 'error',
        signal,
      })
      const proof = `HTTP ${response.status}`
      await response.body?.cancel()
      if (response.ok) return { isSent: true, proof }
      const isFinal = response.status >= 400 && response.status < 500 && ![408, 429].includes(response.status)
      return { isSent: false, isFinal, isGone: GONE.includes(response.status), proof }
    } catch (error) {
      return lost(error)
    }
  }
