import { dayOf } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import type { DangerLevel } from '#modules/cases/assessments/contract.ts'
import { getCase } from '#modules/cases/contract.ts'
import { recordMeasure } from '#modules/cases/emergency/contract.ts'
import {
  countersignInvestigation,
  saveInvestigation,
  signInvestigation,
  type InvestigationContent,
} from '#modules/cases/investigation/contract.ts'
import { blankInvestigation } from '#modules/cases/investigation/rules.ts'
import type { Stage } from './actors.ts'
import type { Clock } from './clock.ts'

type Play = { caseId: string; worker: string; head: string; pass: Clock; level: DangerLevel }

const A_WEEK_MS = 7 * 86_400_000

/** What was done within the first hours for a child in danger: first an arrangement for a time, told with its end. */
export const respond = async (stage: Stage, { caseId, worker, pass, level }: Play): Promise<void> => {
  if (level !== 'immediate') return
  const now = pass(1)
  await (
    await stage.as(worker)
  )(recordMeasure, {
    id: caseId,
    measureId: uuidv7(),
    done: '和派出所民警、儿童主任一起到场，带孩子去镇卫生院检查，随后送到亲属家过夜。',
    called: '镇派出所值班民警',
    said: '已到场，先问大人，不当着孩子的面追问；需要时陪同就医。',
    safety: 'arranged',
    whereabouts: '暂住同镇亲属家，亲属夫妇在家照看，儿童主任每天上门一次。',
    safeUntil: new Date(now.getTime() + A_WEEK_MS).toISOString(),
  })
}

const FOUND: Record<string, string> = {
  family: '家中平房两间，父亲在家，母亲在邻县务工，每月回来一次。收入靠打零工，没有领过救助。',
  care: '平时由父亲照看，夜里常不在家。祖母住同村，身体尚可，愿意帮忙接送和做饭。',
  school: '班主任说近一个月迟到四次，上课发困，以前成绩中等。学校没有收到过家长请假。',
  community: '邻居和村委会都知道家里争吵，没有人上门过。村里有儿童之家，周末开放。',
  'body-and-mind': '卫生院检查没有重伤。孩子说睡不好，怕天黑；没有说过伤害自己的话。',
  event: '经过见报告和联络记录。各方说法不一致的地方写在下面，不作裁定。',
}

const contentOf = (day: string): InvestigationContent => {
  const blank = blankInvestigation()
  return {
    ...blank,
    sections: blank.sections.map((section) => {
      const text = FOUND[section.id]
      return text ? { ...section, text } : { ...section, text: '同学家长没有接电话', isUnknown: true }
    }),
    accounts: [
      { who: '孩子', said: '“爸爸晚上不在，我一个人锁门睡。”' },
      { who: '父亲', said: '说只是偶尔晚回来，孩子已经大了。' },
      { who: '邻居', said: '说一周里有三四个晚上听见孩子哭。' },
    ],
    sources: [
      { who: '祖母', relation: '奶奶', on: day, how: 'home' },
      { who: '班主任', relation: '老师', on: day, how: 'school' },
      { who: '村委会主任', relation: '村干部', on: day, how: 'office' },
    ],
    gaps: '同伴来往还没有问到；母亲的意见待她回来后补问。',
    conclusion: '照料不足，夜间无人看护；祖母可以协助。建议会商确定夜间照护人，并给父亲家庭教育指导。',
  }
}

/** Where the level asks for it: walked, written, signed by the worker and by the head. */
export const investigate = async (stage: Stage, { caseId, worker, head, pass }: Play): Promise<void> => {
  const { facts } = await (await stage.as(worker))(getCase, { id: caseId })
  if (!facts.isInvestigationMissing) return
  const investigationId = uuidv7()
  const content = contentOf(dayOf(pass(14)))
  await (
    await stage.as(worker)
  )(saveInvestigation, { id: caseId, investigationId, version: 0, content })
  pass(1)
  await (
    await stage.as(worker)
  )(signInvestigation, { id: investigationId, version: 1 })
  pass(3)
  await (
    await stage.as(head)
  )(countersignInvestigation, { id: investigationId, version: 2 })
}
