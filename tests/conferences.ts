import { uuidv7 } from '#server/ids.ts'
import * as conferences from '#modules/cases/conferences/contract.ts'
import type { Caller } from './app.ts'
import { inDays, type LoopCounty } from './loop-county.ts'

export const SHOWN = '孩子夜里常无人照看，学校已连续三天没有见到人'

export const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

export const ATTENDEES = [
  { organisation: '县未成年人救助保护中心', name: '中心主任', presence: 'came' as const },
  { organisation: '县公安局', name: '陈警官', presence: 'came' as const },
  { organisation: '县教育局', name: '刘老师', presence: 'excused' as const, reason: '外出培训' },
]

/** The caseworker calls, holds and records conferences that the head chairs. */
export const confersOf = (county: LoopCounty) => {
  const { director, head, worker } = county
  const call = async (caseId: string, more: object = {}) => {
    const id = uuidv7()
    const input = {
      caseId,
      id,
      startsAt: later(60 * 24),
      place: '县未保中心三楼会议室',
      chairId: head.accountId,
      agenda: ['孩子这几天住在哪里', '谁去和父亲谈'],
      shown: SHOWN,
      isChildNamed: false,
      unitIds: [county.police],
      accountIds: [director.accountId],
      ...more,
    }
    const out = await worker(conferences.callConference, input)
    return { ...out, input }
  }

  const seen = async (id: string, who: Caller = worker) =>
    (await who(conferences.getConference, { id })).version
  const resolution = (more: object = {}) => ({
    id: uuidv7(),
    kind: 'visit' as const,
    text: '每周上门看望',
    ownerId: director.accountId,
    dueDay: inDays(10),
    ...more,
  })

  const held = async (caseId: string) => {
    const { id, number } = await call(caseId, { startsAt: later(0) })
    await worker(conferences.holdConference, { id, version: await seen(id) })
    return { id, number }
  }

  const recorded = async (
    caseId: string,
    resolutions = [
      resolution(),
      resolution({ kind: 'referral', ownerId: undefined, unitId: county.police, text: '核实夜间看护' }),
    ],
  ) => {
    const { id, number } = await held(caseId)
    const record = {
      attendees: ATTENDEES,
      discussion: '公安说明了上门核实的情况。\n一致认为孩子不宜独自过夜。',
      dissents: [],
    }
    await worker(conferences.recordConference, { id, version: await seen(id), ...record, resolutions })
    return { id, number, resolutions }
  }

  return { call, seen, resolution, held, recorded }
}
