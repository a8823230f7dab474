import { addDays, dayOf } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import { breakGlass, reviewBreakGlass } from '#modules/cases/break-glass/contract.ts'
import { getCase } from '#modules/cases/contract.ts'
import { linkCases } from '#modules/cases/families/contract.ts'
import { listRelations, recordRelation, type Whom } from '#modules/cases/relations/contract.ts'
import type { RelationKind, RelationSource } from '#modules/cases/relations/contract.ts'
import {
  answerSupervisionNote,
  listSupervisionNotes,
  writeSupervisionNote,
} from '#modules/cases/supervision-notes/contract.ts'
import type { Stage } from './actors.ts'

const DUTY = 'zhiban'
const HEAD = 'zhongxin'
const HOUR_MS = 3_600_000

/** The case of each story that came so far, by the story's key, and who owns it. */
export type Cases = ReadonlyMap<string, { caseId: string; worker: string }>

type Play = { stage: Stage; cases: Cases; now: Date }

const PART_OF: Record<string, [RelationKind, RelationSource]> = {
  father: ['suspected-offender', 'report'],
  mother: ['guardian', 'register'],
  sibling: ['sibling', 'register'],
}

/** The family of the register, a neighbour who heard it, a teacher to whom the child speaks. */
const playRelations = async ({ stage, cases }: Play) => {
  const kase = cases.get('drunken-father')
  if (!kase) return
  const act = await stage.as(kase.worker)
  const { caseId } = kase
  const { child } = await act(getCase, { id: caseId })
  const { family } = await act(listRelations, { caseId })
  if (!child) return
  const whom = { as: 'child' as const, id: child.id }
  const relate = (who: Whom, kind: RelationKind, source: RelationSource) =>
    act(recordRelation, { caseId, relationId: uuidv7(), who, kind, whom, source })
  const named = (name: string, sex: 'female' | 'male') => ({ as: 'named' as const, id: uuidv7(), name, sex })
  for (const { as, id, is } of family) {
    const [kind, source] = PART_OF[is] ?? ['relative', 'register']
    await relate({ as, id }, kind, source)
  }
  await relate(named('隔壁陆阿姨', 'female'), 'witness', 'visit')
  await relate(named('班主任覃老师', 'female'), 'teacher', 'child')
}

const playSupervision = async ({ stage, cases, now }: Play) => {
  const kase = cases.get('alone-at-night') ?? cases.get('drunken-father')
  if (!kase) return
  const { caseId, worker } = kase
  const head = await stage.as(HEAD)
  const noteId = uuidv7()
  await head(writeSupervisionNote, {
    caseId,
    noteId,
    advice: '孩子夜里的照看是第一位的，不要等评估全部做完再安排',
    todo: '与邻近的亲属谈妥夜间照看，并写明轮替',
    dueDay: addDays(dayOf(now), 2),
  })
  const act = await stage.as(worker)
  const { isOwner } = await act(listSupervisionNotes, { caseId })
  if (isOwner)
    await act(answerSupervisionNote, {
      caseId,
      noteId,
      answer: '已与外婆谈妥，每晚由外婆陪睡，周末由姑姑接替',
    })
}

const playLink = async ({ stage, cases }: Play) => {
  const [one, other] = [cases.get('bullied-at-school'), cases.get('cuts-on-the-arm')]
  if (!one || !other) return
  const { number } = await (await stage.as(other.worker))(getCase, { id: other.caseId })
  await (
    await stage.as(one.worker)
  )(linkCases, {
    caseId: one.caseId,
    linkId: uuidv7(),
    number,
    kind: 'same-event',
    reason: '同一所学校、同一伙高年级学生，一并调查',
  })
}

/** Last night the duty officer opened the sealed case; this morning the head found it right. */
const playBreakGlass = async ({ stage, cases, now }: Play, sealedKey: string) => {
  const kase = cases.get(sealedKey)
  if (!kase) return
  const { number } = await (await stage.as(kase.worker))(getCase, { id: kase.caseId })
  const id = uuidv7()
  stage.setTime(new Date(now.getTime() - 14 * HOUR_MS))
  await (
    await stage.as(DUTY)
  )(breakGlass, {
    id,
    by: 'number',
    number,
    reason: '派出所深夜来电核实孩子现在的照护人，负责人电话未接通',
  })
  stage.setTime(new Date(now.getTime() - HOUR_MS))
  await (
    await stage.as(HEAD)
  )(reviewBreakGlass, { id, verdict: 'justified', words: '情况紧急，只查看了照护人和电话，处置得当' })
}

/** Who belongs to the cases and who looks over them, as far as the twelve stories carry it. */
export const playPeople = async (play: Play, sealedKey: string | undefined): Promise<void> => {
  play.stage.setTime(new Date(play.now.getTime() - HOUR_MS))
  await playRelations(play)
  await playSupervision(play)
  await playLink(play)
  if (sealedKey) await playBreakGlass(play, sealedKey)
}
