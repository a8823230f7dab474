import type { Context } from '#server/route.ts'
import { rolesWith } from '#modules/identity/rules.ts'
import { ROLE_LABEL } from '#modules/identity/labels.ts'
import { listNamedReaders } from '../../grants/queries.ts'
import { listColleagues, listUnits } from '../../helpers/queries.ts'
import type { CaseFound } from '../../queries.ts'
import { accountsKeptOut, listKeptOut } from '../queries.ts'

const CHAIRS = rolesWith('cases.work').map((role) => ROLE_LABEL[role])

/** Units and colleagues without those that are kept out; who may chair is also able to open the case. */
export const listInvitable = async (
  { db, county, now }: Pick<Context, 'db' | 'county' | 'now'>,
  kase: Pick<CaseFound, 'id' | 'label' | 'divisionCode' | 'ownerId'>,
) => {
  const keptOut = await listKeptOut(db, kase.id)
  const { people } = await listColleagues(db, kase.divisionCode)
  const out = await accountsKeptOut(
    db,
    people.map(({ id }) => id),
    keptOut,
    county,
  )
  const mayCome = people
    .filter(({ id }) => !out.has(id))
    .map(({ id, name, role, place }) => ({
      id,
      name,
      role,
      note: [role, place].filter(Boolean).join('，'),
    }))
  const readers = kase.label === 'sealed' ? await listNamedReaders(db, 'case', kase.id, now) : undefined
  const mayOpen = (id: string) =>
    !readers || id === kase.ownerId || readers.some(({ accountId }) => accountId === id)
  const units = (await listUnits(db)).filter(({ id }) => !keptOut.some(({ unitId }) => unitId === id))
  return {
    units: units.map((unit) => ({ ...unit, note: unit.hasOfficer ? null : '还没有联络员账号' })),
    people: mayCome,
    chairs: mayCome.filter(({ id, role }) => CHAIRS.includes(role) && mayOpen(id)),
    keptOut: [
      ...new Set(
        keptOut.flatMap(({ displayName, unitName, divisionName }) =>
          [displayName, unitName, divisionName].flatMap((each) => each ?? []),
        ),
      ),
    ],
  }
}
