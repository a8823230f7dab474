import { sql } from 'kysely'
import type { Db } from '#server/database.ts'
import { CASE_STEP } from '../../labels.ts'
import type { CaseEvent, EventKind } from '../contract.ts'

type Row = { kind: EventKind; key: string; at: Date; by: string | null }

/** What a row's key says beyond its kind. */
const KEY: Partial<Record<EventKind, Record<string, string>>> = {
  conference: { called: '发出会商通知', held: '会商', signed: '会商纪要签发', cancelled: '会商取消' },
  investigation: {
    begun: '开始社会背景调查',
    written: '社会背景调查写成',
    signed: '社会背景调查由第二人签字',
  },
  closing: { asked: '申请结案', agreed: '结案批准', 'sent-back': '结案申请退回' },
  referral: {
    dispatched: '转介发出',
    signed: '转介签收',
    answered: '转介答复',
    accepted: '转介答复采纳',
  },
  'look-back': { better: '回访：好转了', worse: '回访：没有好转', cancelled: '回访取消：个案重新办理' },
  supervision: { advised: '督导意见', answered: '对督导意见的答复' },
}

const titleOf = ({ kind, key }: Row) => {
  if (kind === 'step') return CASE_STEP[key] ?? key
  if (kind === 'assessment') return key ? `评估表：${key}` : '评估结论'
  return KEY[kind]?.[key] ?? key
}

/** Steps that stand among the events as what they did. */
const TOLD_BY_THEIR_RECORD = ['followUp', 'tellOutcome', 'requestClosing', 'lookBack']

const from = {
  case: (id: string) => sql<Row>`
    select 'step' as kind, command as key, at, by from case_step
      where case_id = ${id} and not command = any (${TOLD_BY_THEIR_RECORD})
    union all select 'emergency', '应急处置', happened_at, recorded_by from emergency_measure where case_id = ${id}
    union all select 'assessment', coalesce((select v.content->>'title' from instrument_version v
      where v.id = instrument_version_id), ''), made_at, made_by from assessment where case_id = ${id}
    union all select 'investigation', 'begun', begun_at, null from investigation where case_id = ${id}
    union all select 'investigation', 'written', written_at, written_by from investigation
      where case_id = ${id} and written_at is not null
    union all select 'investigation', 'signed', signed_at, signed_by from investigation
      where case_id = ${id} and signed_at is not null
    union all select 'conference', 'called', called_at, called_by from conference where case_id = ${id}
    union all select 'conference', 'held', held_at, chair_id from conference where case_id = ${id} and held_at is not null
    union all select 'conference', 'signed', signed_at, null from conference where case_id = ${id} and signed_at is not null
    union all select 'conference', 'cancelled', cancelled_at, cancelled_by from conference
      where case_id = ${id} and cancelled_at is not null
    union all select 'plan', '第 ' || ordinal || ' 项' || case state when 'done' then '办结' else '取消' end, done_at, done_by
      from plan_item where case_id = ${id} and done_at is not null
    union all select 'approval', case kind when 'plan' then '计划审批' when 'closing' then '结案审批' else '补批' end
      || '（第 ' || step || ' 级）' || case decision when 'agreed' then '：同意' when 'sent-back' then '：退回' else '：作废' end,
      decided_at, decided_by from approval where case_id = ${id} and decided_at is not null`,
  after: (id: string) => sql<Row>`
    select 'follow-up' as kind, '跟踪' as key, made_at as at, made_by as by from follow_up where case_id = ${id}
    union all select 'telling', case told_whom when 'nobody' then '写明不能告知结果的原因' else '告知结果' end, told_at, told_by
      from outcome_telling where case_id = ${id}
    union all select 'closing', 'asked', requested_at, requested_by from closing_request where case_id = ${id}
    union all select 'closing', decision, decided_at, decided_by from closing_request
      where case_id = ${id} and decided_at is not null
    union all select 'look-back', case when is_better then 'better' else 'worse' end, done_at, done_by from look_back
      where case_id = ${id} and done_at is not null
    union all select 'look-back', 'cancelled', cancelled_at, null from look_back
      where case_id = ${id} and cancelled_at is not null
    union all select 'supervision', 'advised', made_at, made_by from supervision_note where case_id = ${id}
    union all select 'supervision', 'answered', answered_at, answered_by from supervision_note
      where case_id = ${id} and answered_at is not null
    union all select 'referral', 'dispatched', dispatched_at, dispatched_by from referral where case_id = ${id}
    union all select 'referral', 'signed', signed_at, signed_by from referral where case_id = ${id} and signed_at is not null
    union all select 'referral', 'answered', answered_at, answered_by from referral
      where case_id = ${id} and answered_at is not null
    union all select 'referral', 'accepted', accepted_at, accepted_by from referral
      where case_id = ${id} and accepted_at is not null`,
}

/** Everything that happened in a case that the caller has found, the newest first; names and days, never what was said. */
export const listEvents = async (db: Db, caseId: string): Promise<CaseEvent[]> => {
  const { rows } = await sql<Row>`select e.kind, e.key, e.at, account.display_name as by
    from (${from.case(caseId)} union all ${from.after(caseId)}) e
    left join account on account.id = e.by
    order by e.at desc, e.kind, e.key`.execute(db)
  return rows.map((row) => ({ at: row.at.toISOString(), kind: row.kind, title: titleOf(row), by: row.by }))
}
