import type { CountyKeys } from '#server/crypto/keys.ts'

/** One message on its way out. `id` stays the same over all attempts: whoever gets it twice can tell. */
export type Parcel = {
  id: string
  /** Opened for this moment: an e-mail address, a number, or a browser's subscription as JSON. */
  address: string
  text: string
  isDanger: boolean
  keys: CountyKeys
  /** Aborts before another process may take the parcel over. */
  signal: AbortSignal
}

export type Outcome =
  | { isSent: true; proof: string }
  /** `isFinal`: no use in trying again; `isGone`: nor in ever sending there. */
  | { isSent: false; proof: string; isFinal?: boolean; isGone?: boolean }

/** Hands a parcel to the world outside; never throws. */
export type Carrier = (parcel: Parcel) => Promise<Outcome>

/** No answer came: by the error's code alone, because its message may hold the address. */
export const lost = (error: unknown): Outcome => {
  const { name, code, cause } = error as { name?: string; code?: string; cause?: { code?: string } }
  return { isSent: false, proof: `没有连上：${code ?? cause?.code ?? name ?? 'Error'}` }
}
