import { claimOf, codeKeysOf, openAnswer, secretsOf } from '#modules/reports/codes/keys.ts'

export { workOn } from './proof-of-work.ts'
export { openAnswer }

/** Everything that a return code is good for. */
export const keysOf = async (code: bigint, salt: string) => {
  const secrets = await secretsOf(code, salt)
  return { secrets, claim: claimOf(secrets), forReport: codeKeysOf(secrets) }
}
export type Keys = Awaited<ReturnType<typeof keysOf>>
