import type { CountyKeys } from '#server/crypto/keys.ts'
import type { Source, Sources } from '../../contract.ts'
import { seal, type SealedAs } from '../../secrets/queries.ts'
import type { FieldChange } from '../contract.ts'
import { numberColumns } from '../rows/queries.ts'
import { bytesText } from './queries.ts'

const snake = (name: string) => name.replace(/[A-Z]/g, (sign) => `_${sign.toLowerCase()}`)

const SEALED: Record<string, { column: string; as: SealedAs }> = {
  hukouAddress: { column: 'hukou_address_sealed', as: 'hukou-address' },
  residenceAddress: { column: 'residence_address_sealed', as: 'residence-address' },
}

/** Values are those of the field as the contract of children says; secrets are text or null. */
const valueColumns = (keys: CountyKeys, key: Buffer, { field, to }: FieldChange): Record<string, unknown> => {
  const text = typeof to === 'string' ? to : undefined
  if (field === 'idNumber' || field === 'phone') {
    const all = numberColumns(keys, key, { [field]: text })
    if (field === 'phone')
      return { phone_sealed: bytesText(all.phone_sealed), phone_index: bytesText(all.phone_index) }
    return {
      id_number_sealed: bytesText(all.id_number_sealed),
      id_number_index: bytesText(all.id_number_index),
      id_number_state: all.id_number_state,
    }
  }
  const sealed = SEALED[field]
  if (sealed) return { [sealed.column]: bytesText(seal(keys, key, sealed.as, text)) }
  return { [snake(field)]: to ?? null }
}

/** The columns of changed fields, and their new source. */
export const columnsOf = (
  keys: CountyKeys,
  key: Buffer,
  fields: readonly FieldChange[],
  sources: Sources,
  source: Source,
): Record<string, unknown> => ({
  ...Object.assign({}, ...fields.map((change) => valueColumns(keys, key, change))),
  sources: { ...sources, ...Object.fromEntries(fields.map(({ field }) => [field, source])) },
})
