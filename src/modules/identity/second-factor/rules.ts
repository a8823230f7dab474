import { Secret, TOTP } from 'otpauth'

export const PERIOD_SECONDS = 30
/** One step either way forgives a phone whose clock is half a minute off (RFC 6238 §5.2). */
const WINDOW = 1

const totpOf = (secret: string, account: string, county: string) =>
  new TOTP({
    issuer: `守望·${county}`,
    label: account,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  })

/** A fresh secret, 160 bits, base32; SHA-1 and six digits because authenticator apps know nothing else for sure. */
export const newSecret = () => new Secret({ size: 20 }).base32

/** `otpauth://` address for the picture that a phone scans. */
export const enrolmentUri = (secret: string, account: string, county: string) =>
  totpOf(secret, account, county).toString()

/** The time step that a code belongs to, or undefined when it is wrong. */
export const stepOf = (secret: string, code: string, now: Date): number | undefined => {
  const delta = totpOf(secret, '', '').validate({ token: code, timestamp: now.getTime(), window: WINDOW })
  return delta === null ? undefined : Math.floor(now.getTime() / 1_000 / PERIOD_SECONDS) + delta
}
