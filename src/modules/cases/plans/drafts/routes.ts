import { found } from '#kernel/problem.ts'
import { route } from '#server/route.ts'
import { findWorkedCase } from '../../assessments/filling/queries.ts'
import { listOpenResolutions } from '../../conferences/resolutions/queries.ts'
import * as contract from './contract.ts'
import { findDraft, keepDraft } from './queries.ts'

const openPlanForm = route(contract.openPlanForm, async (context, { id }) => {
  const { db, scope, now, note } = context
  const kase = found(await findWorkedCase(db, scope, id, now), '个案')
  note({ kind: 'case', id, divisionCode: kase.divisionCode, fields: ['plan'] })
  const draft = await findDraft(context, kase)
  return {
    draft: draft
      ? { values: draft.values, savedAt: draft.savedAt, isOlder: draft.caseVersion < kase.version }
      : null,
    resolutions: (await listOpenResolutions(context, kase)).map(({ conferenceNumber, ...resolution }) => ({
      id: resolution.id,
      conferenceId: resolution.conferenceId,
      conference: conferenceNumber,
      ordinal: resolution.ordinal,
      kind: resolution.kind,
      text: resolution.text,
      owner: resolution.owner,
      dueDay: resolution.dueDay,
    })),
  }
})

const savePlanDraft = route(contract.savePlanDraft, async (context, { id, ...draft }) => {
  const { db, scope, now, note } = context
  const kase = found(await findWorkedCase(db, scope, id, now), '个案')
  note({ kind: 'case', id, divisionCode: kase.divisionCode })
  await keepDraft(context, kase, draft)
  return { savedAt: now.toISOString() }
})

export const routes = [openPlanForm, savePlanDraft]
