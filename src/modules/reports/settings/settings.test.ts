import { expect, test } from 'vitest'
import { testApp } from '#tests/app.ts'
import { preferredAbove } from '../exclusions/queries.ts'
import { suppressedBelow } from '../statistics/queries.ts'
import { getReportSettings, setReportRouting, setSuppression } from './contract.ts'

const app = await testApp()
const system = await app.as({ role: 'system-admin' })
const head = await app.as({ role: 'centre-head' })

test('what is about the centre goes to the procuratorate until the county says otherwise', async () => {
  expect(await head(getReportSettings)).toEqual({
    routing: { to: 'procuratorate', version: 0 },
    suppression: { below: 5, version: 0 },
  })
  await system(setReportRouting, { to: 'leading-group', version: 0 })
  await system(setSuppression, { below: 3, version: 0 })
  expect(await app.setUp((db) => preferredAbove(db))).toBe('leading-group')
  expect(await app.setUp((db) => suppressedBelow(db))).toBe(3)
  expect(await head(getReportSettings)).toEqual({
    routing: { to: 'leading-group', version: 1 },
    suppression: { below: 3, version: 1 },
  })
  expect(await app.auditOf('report-routing.set')).toMatchObject([{ fields: ['reports:routing'] }])
})

test('a wrong value, a stale form and whoever may not are refused', async () => {
  await expect(system(setSuppression, { below: 1, version: 1 })).rejects.toMatchObject({
    status: 422,
    fields: [{ field: 'below' }],
  })
  await expect(system(setReportRouting, { to: 'desk', version: 1 } as never)).rejects.toMatchObject({
    status: 422,
    fields: [{ field: 'to' }],
  })
  await expect(system(setReportRouting, { to: 'procuratorate', version: 0 })).rejects.toMatchObject({
    code: 'stale',
  })
  await expect(head(setSuppression, { below: 4, version: 1 })).rejects.toMatchObject({ code: 'forbidden' })
  const director = await app.as({ role: 'child-director', divisionCode: '449821100201' })
  await expect(director(getReportSettings)).rejects.toMatchObject({ code: 'forbidden' })
})
