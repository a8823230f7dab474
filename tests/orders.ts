import { uuidv7 } from '#server/ids.ts'
import * as contract from '#modules/referrals/orders/contract.ts'
import * as register from '#modules/referrals/orders/register/contract.ts'
import * as unit from '#modules/referrals/orders/unit/contract.ts'
import type { Caller, testApp } from './app.ts'
import { running } from './loop.ts'
import { inDays, type LoopCounty } from './loop-county.ts'

type App = Awaited<ReturnType<typeof testApp>>
export type Organisation = { unitId: string; workerId: string; liaison: Caller }

export const VETTING = {
  qualification: '社会工作师 3 名',
  documents: '登记证书、章程',
  validUntil: inDays(300),
}

export const OPEN = {
  kind: 'tutoring' as const,
  age: '7-12' as const,
  hours: 40,
  qualification: '助理社会工作师以上',
  content: '每周两次课业辅导，每次两小时',
  startsOn: inDays(0),
  endsOn: inDays(60),
  takeBy: inDays(7),
}
export const DETAIL = '每周二、四放学后在村工作点'

/** What social organisations and the centre do with service orders in a small county. */
export const ordersOf = (app: App, county: LoopCounty) => {
  const { head, worker } = county
  const organisation = async (code: string) => {
    const unitId = uuidv7()
    await app.setUp((db) =>
      db
        .insertInto('unit')
        .values({
          id: unitId,
          code,
          name: `${code}社工服务中心`,
          shortName: code,
          kind: 'social-organisation',
          joinedOn: '2024-01-01',
        })
        .execute(),
    )
    return { unitId, liaison: await app.as({ role: 'liaison-officer', unitId, name: `${code}联络员` }) }
  }
  const vetted = async (code: string, kinds: contract.ServiceKind[] = ['tutoring', 'counselling']) => {
    const org = await organisation(code)
    await head(register.vetOrganisation, { unitId: org.unitId, version: 0, kinds, ...VETTING })
    const workerId = uuidv7()
    await head(register.recordWorker, {
      unitId: org.unitId,
      workerId,
      name: '周社工',
      qualification: '助理社会工作师',
      entryQueryOn: inDays(-30),
      entryQueryAt: '县公安局 查询回执第 8 号',
    })
    return { ...org, workerId }
  }

  const published = async (more: Partial<typeof OPEN> = {}) => {
    const story = await running(app, county)
    const order = await worker(contract.publishOrder, {
      ...OPEN,
      ...more,
      caseId: story.caseId,
      orderId: uuidv7(),
      planItemId: story.theirs,
      detail: DETAIL,
    })
    return { ...story, ...order }
  }
  const versionOf = async (id: string) => (await worker(contract.getOrder, { id })).version
  const claim = async (org: Organisation, id: string, more: { workerId?: string } = {}) =>
    org.liaison(unit.claimOrder, {
      id,
      version: await versionOf(id),
      workerId: org.workerId,
      edition: 1,
      promisedBy: '周负责',
      isPromised: true,
      ...more,
    })
  const confirm = async (id: string, more: { fields?: ('name' | 'phone')[]; accessEndsOn?: string } = {}) =>
    worker(contract.confirmTaking, {
      id,
      version: await versionOf(id),
      fields: ['name', 'phone'],
      reason: '上门服务需要',
      accessEndsOn: inDays(70),
      ...more,
    })
  const taken = async (org: Organisation) => {
    const order = await published()
    await claim(org, order.id)
    await confirm(order.id)
    return order
  }

  return { organisation, vetted, published, versionOf, claim, confirm, taken }
}
