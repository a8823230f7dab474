import { z } from 'zod'
import type { Db } from '#server/database.ts'
import { findSetting } from '#modules/organisations/settings/queries.ts'

/** Key of county_setting: the public half of the county's escrow. */
export const ESCROW = 'reports:escrow'
export const Escrow = z.object({ publicKey: z.base64(), fingerprint: z.string() })

/** 托管: the county's public key under which each report's key is wrapped once more, so that two of three keepers can open it. */
export const escrowKeyOf = async (db: Db): Promise<Buffer | undefined> => {
  const setting = await findSetting(db, ESCROW)
  const escrow = setting?.value ? Escrow.parse(setting.value) : undefined
  return escrow && Buffer.from(escrow.publicKey, 'base64')
}
