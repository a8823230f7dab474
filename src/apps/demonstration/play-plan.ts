import { addDays, dayOf } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import * as conferences from '#modules/cases/conferences/contract.ts'
import { draftMinutes, signMinutes } from '#modules/cases/conferences/minutes/contract.ts'
import { getCase } from '#modules/cases/contract.ts'
import { adoptResolution } from '#modules/cases/plans/contract.ts'
import { openPlanForm } from '#modules/cases/plans/drafts/contract.ts'
import type { Stage } from './actors.ts'
import type { Clock } from './clock.ts'

/** What every plan of the demonstration says besides its items. */
export const PLAN_WORDS = {
  goals: [
    { text: '孩子安全、有人照料', sign: '连续四周走访，孩子都有成年人照看，身上没有新伤' },
    { text: '困难得到解决', sign: '需要的救助和服务已经落实到孩子名下' },
  ],
  childWay: 'talk' as const,
  childAsked: '社工在儿童之家单独谈，用表情卡片请孩子逐项说愿意不愿意',
  childOpinion: '愿意接受帮助，想让认识的老师陪着去',
  guardianOpinion: '同意，愿意配合走访',
  bestInterests: {
    priority: '安全安排先于其他事项，当天落实，救助手续随后补办',
    dignity: '走访不穿制服、不开公务车，谈话避开同学和邻居',
    privacy: '各单位只收到自己要办的一项，材料加密保管、专人查阅',
    development: '谈话时间避开上课，方式合乎孩子的年龄',
    views: '孩子想由认识的老师陪同，已经照办',
    education: '为监护人安排家庭教育指导，学校安排班主任关注',
  },
}

type Play = { caseId: string; worker: string; head: string; pass: Clock }

const AGENDA = ['孩子目前的安全和照料怎样安排', '各单位分别办什么、何时办好']

/** Calls a conference of two units for a moment so many hours from now, by the play's own clock. */
const call = async (stage: Stage, { caseId, worker, head }: Play, units: string[], startsAt: Date) => {
  const id = uuidv7()
  await (
    await stage.as(worker)
  )(conferences.callConference, {
    caseId,
    id,
    startsAt: startsAt.toISOString(),
    place: '县未成年人救助保护中心三楼会议室',
    chairId: stage.accountId(head) ?? '',
    agenda: AGENDA,
    shown: '请带来本单位此前接触这个家庭的情况，以及可以提供的帮助。',
    isChildNamed: false,
    unitIds: units.map((unit) => stage.unitId(unit)),
    accountIds: [],
  })
  return id
}

/** A conference from the invitation to the signed minutes, with resolutions that wait to be taken into the plan. */
export const confer = async (stage: Stage, play: Play, isEnding: boolean): Promise<void> => {
  const { worker, head, pass } = play
  const act = async () => stage.as(worker)
  const id = await call(stage, play, ['public-security', 'education'], pass(2))
  const version = async () => (await (await act())(conferences.getConference, { id })).version
  const on = dayOf(pass(2))
  await (
    await act()
  )(conferences.holdConference, { id, version: await version() })
  const { record } = await (await act())(conferences.getConference, { id })
  await (
    await act()
  )(conferences.recordConference, {
    id,
    version: await version(),
    attendees: [
      ...record.attendees,
      { organisation: '县公安局', name: '派出所所长', post: '办案民警', presence: 'came' },
      { organisation: '县教育局', name: '德育股负责人', presence: 'came' },
      { organisation: '县卫生健康局', name: '妇幼保健院医生', presence: 'excused', reason: '当天门诊' },
    ],
    discussion:
      '中心介绍了评估结论和孩子自己的意见。\n公安机关说明了核实的经过，认为应当由中心与监护人当面谈话，派出所派员参加。\n教育部门介绍了孩子在校情况，建议由熟悉孩子的老师每天关注。\n与会单位一致认为，安全安排应当先落实，救助手续随后补办。',
    dissents: [{ who: '县教育局 德育股负责人', text: '建议先不转学，观察一个学期再议。' }],
    resolutions: [
      {
        id: uuidv7(),
        kind: 'visit',
        text: '每周上门看望一次，单独与孩子谈话',
        ownerId: stage.accountId(worker) ?? '',
        dueDay: addDays(on, 21),
      },
      // Where the story ends nothing is left to be taken into the plan.
      {
        id: uuidv7(),
        kind: isEnding ? 'other' : 'referral',
        text: '在校期间由熟悉孩子的老师每天关注并记录',
        unitId: stage.unitId('education'),
        dueDay: addDays(on, 14),
      },
    ],
  })
  pass(20)
  await (
    await act()
  )(draftMinutes, { id, version: await version() })
  const { minutesHash } = await (await act())(conferences.getConference, { id })
  for (const who of [head, worker]) {
    pass(2)
    await (
      await stage.as(who)
    )(signMinutes, { id, version: await version(), hash: minutesHash ?? '' })
  }
}

/** A conference that is still to come: invited units say who comes. */
export const callUpcoming = async (stage: Stage, play: Play): Promise<void> => {
  play.pass(1)
  await call(stage, play, ['public-security', 'women'], new Date(Date.now() + 2 * 86_400_000))
}

/** The first resolution of the conference becomes an item of the plan with one press. */
export const adoptOne = async <State extends string>(
  stage: Stage,
  { caseId, worker }: Play,
  state: State,
): Promise<{ id: string; what: string; state: State }> => {
  const act = await stage.as(worker)
  const { resolutions } = await act(openPlanForm, { id: caseId })
  const [first] = resolutions
  if (!first) throw new Error('no resolution was left to adopt')
  const { version } = await act(getCase, { id: caseId })
  const itemId = uuidv7()
  await act(adoptResolution, { id: caseId, version, itemId, resolutionId: first.id })
  return { id: itemId, what: first.text, state }
}
