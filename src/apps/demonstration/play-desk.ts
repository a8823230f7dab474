import { randomBytes } from 'node:crypto'
import { dayOf } from '#kernel/day.ts'
import { newPair } from '#server/crypto/boxes.ts'
import { uuidv7 } from '#server/ids.ts'
import { recordContact, tellReporter } from '#modules/reports/answers/contract.ts'
import { getReport, takeReport, type NewReport } from '#modules/reports/contract.ts'
import { confirmSettingAside, setReportAside, triageReport } from '#modules/reports/decisions/contract.ts'
import { openReport } from '#modules/reports/desk/contract.ts'
import { mondayOf, rosterDays } from '#modules/reports/duty-roster/rules.ts'
import { planShift } from '#modules/reports/duty-roster/contract.ts'
import { joinReport } from '#modules/reports/joining/contract.ts'
import { writeMessage } from '#modules/reports/messages/contract.ts'
import { passOnReport, recordTaken } from '#modules/reports/passing-on/contract.ts'
import { sendDutyReport } from '#modules/reports/receipts/contract.ts'
import { askChallenge, sendMessage, sendReport } from '#modules/reports/portal/contract.ts'
import { workOn } from '../portal/proof-of-work.ts'
import type { Stage } from './actors.ts'

const DUTY = 'zhiban'
const HEAD = 'zhongxin'
const NO_DANGER = {
  isHurtNow: 'no',
  isWithSuspectedOffender: 'no',
  isUnattended: 'no',
  isAtRiskOfSelfHarm: 'no',
  isMissing: 'no',
  isSexualHarmSuspected: 'no',
  lacksFoodOrShelter: 'no',
} as const

const HOUR = 3_600_000

type Play = { stage: Stage; county: string; now: Date }

/** The stage at so many hours before the present. */
const hoursAgo = ({ stage, now }: Play, hours: number) =>
  stage.setTime(new Date(now.getTime() - hours * HOUR))

const version = async ({ stage }: Play, id: string) =>
  (await (await stage.as(DUTY))(getReport, { id })).version

/** A report typed in at the desk. */
const typeIn = async ({ stage }: Play, report: Partial<NewReport> & { narrative: string }) => {
  const { id } = await (await stage.as(DUTY))(takeReport, { id: uuidv7(), danger: NO_DANGER, ...report })
  return id
}

const work = async ({ stage, county }: Play) => {
  const { challenge, bits } = await stage.outside(askChallenge, { county })
  return { challenge, nonce: await workOn(challenge, bits, () => undefined) }
}

/** A report from outside, whose sender keeps a code of this play's own making. */
const send = async (play: Play, report: { narrative: string; door: 'anonymous' | 'confidential' }) => {
  const base64 = (bytes: Buffer) => bytes.toString('base64')
  const claim = { lookup: base64(randomBytes(16)), proof: base64(randomBytes(32)) }
  const code = { ...claim, publicKey: base64(newPair().publicKey) }
  const id = uuidv7()
  await play.stage.outside(sendReport, { id, county: play.county, ...report, code, work: await work(play) })
  return { id, claim }
}

const triage = async (play: Play, id: string) => {
  const duty = await play.stage.as(DUTY)
  await duty(triageReport, {
    id,
    version: await version(play, id),
    danger: NO_DANGER,
    dangerLevel: 'medium',
  })
}

const open = async ({ stage }: Play, id: string, reason: string) =>
  (await stage.as(DUTY))(openReport, { id, reason })

/** Long ago, by e-mail, given to another county, which has said nothing since: the oldest unanswered. */
const oldOne = async (play: Play) => {
  const { stage } = play
  hoursAgo(play, 41 * 24)
  const old = await typeIn(play, {
    narrative: '邮件反映：一名随父母在邻县务工的孩子两个月没有上学，家里只有老人。',
    source: 'email',
    reporterName: '周老师',
    reporterRelation: '原来的班主任',
    childAbout: '男孩，约九岁，住在邻县工业园附近',
  })
  await triage(play, old)
  await (
    await stage.as(DUTY)
  )(passOnReport, {
    id: old,
    version: await version(play, old),
    to: '邻县未成年人救助保护中心',
    reason: '孩子现在邻县居住，由当地先行核实',
  })
}

/** An order of the hotline: to the education bureau, which took it, and answered. */
const hotlineOrder = async (play: Play) => {
  const { stage, now } = play
  hoursAgo(play, 75)
  const order = await typeIn(play, {
    narrative: '热线转来：某小学门口小卖部向学生赊账卖烟。',
    source: 'order-12345',
    outsideNumber: '12345-2026-08813',
    outsideDueAt: new Date(now.getTime() + 60 * HOUR).toISOString(),
    isAnonymous: true,
  })
  await triage(play, order)
  hoursAgo(play, 72)
  await (
    await stage.as(DUTY)
  )(passOnReport, {
    id: order,
    version: await version(play, order),
    unitId: stage.unitId('education'),
    reason: '属于学校周边管理，由教育局会同处理',
  })
  hoursAgo(play, 50)
  await (
    await stage.as(DUTY)
  )(recordTaken, {
    id: order,
    version: await version(play, order),
    said: '局安全科接收，三日内到场检查',
  })
  await (
    await stage.as(DUTY)
  )(tellReporter, {
    id: order,
    version: await version(play, order),
    how: 'cannot',
    said: '匿名来电，由热线平台统一回复',
  })
}

/** A child by itself: asked back through the code, and it has written again. */
const childAlone = async (play: Play) => {
  const { stage, county } = play
  hoursAgo(play, 30)
  const own = await send(play, {
    door: 'anonymous',
    narrative: '我不想回家。他喝了酒就摔东西。我不知道该跟谁说。',
  })
  hoursAgo(play, 29)
  await open(play, own.id, '值班研判')
  await (
    await stage.as(DUTY)
  )(writeMessage, {
    id: own.id,
    messageId: uuidv7(),
    text: '谢谢你告诉我们。你做得对。你现在安全吗？在哪里上学？',
    isAsking: true,
  })
  hoursAgo(play, 6)
  const words = '我现在在外婆家。星期天要回去。'
  await stage.outside(sendMessage, {
    county,
    ...own.claim,
    id: uuidv7(),
    text: words,
    work: await work(play),
  })
}

/** Somebody who gave the name, and a neighbour who called about the same thing. */
const toldTwice = async (play: Play) => {
  const { stage } = play
  hoursAgo(play, 27)
  const named = await send(play, {
    door: 'confidential',
    narrative: '二楼那户人家的两个孩子经常晚上十点多还在楼道里坐着，说家里没人，没吃晚饭。',
  })
  hoursAgo(play, 26)
  await open(play, named.id, '值班研判')
  await triage(play, named.id)
  const same = await typeIn(play, {
    narrative: '邻居来电：两个孩子晚上十点多还坐在楼道里，说家里没人，没吃晚饭。',
    reporterName: '吴阿姨',
    reporterPhone: '15400000021',
    reporterRelation: '邻居',
  })
  await (
    await stage.as(DUTY)
  )(joinReport, {
    id: same,
    version: await version(play, same),
    firstId: named.id,
  })
}

/** Junk, out of the way by two. */
const junk = async (play: Play) => {
  const { stage } = play
  hoursAgo(play, 9 * 24)
  const sent = await send(play, { door: 'anonymous', narrative: '代办贷款请加微信。代办贷款请加微信。' })
  await open(play, sent.id, '值班研判')
  await triage(play, sent.id)
  await (
    await stage.as(DUTY)
  )(setReportAside, {
    id: sent.id,
    version: await version(play, sent.id),
    reason: '广告信息，与未成年人无关',
  })
  hoursAgo(play, 8 * 24)
  await (
    await stage.as(HEAD)
  )(confirmSettingAside, { id: sent.id, version: await version(play, sent.id) })
}

/** A letter: asked back by telephone, still to be decided. */
const letter = async (play: Play) => {
  const { stage } = play
  hoursAgo(play, 20)
  const id = await typeIn(play, {
    narrative: '来信：村口修车铺收了一个看样子不满十六岁的学徒，晚上睡在铺子里。',
    source: 'paper',
    reporterName: '一位村民',
    reporterPhone: '15400000022',
  })
  await (
    await stage.as(DUTY)
  )(recordContact, {
    id,
    version: await version(play, id),
    contactId: uuidv7(),
    kind: 'asked',
    how: 'telephone',
    said: '问孩子叫什么、哪里人；对方说明天再去看看，回电。',
  })
}

/** Two that nobody has opened yet. */
const unopened = async (play: Play) => {
  const { stage } = play
  hoursAgo(play, 3)
  await send(play, {
    door: 'confidential',
    narrative: '我们班有个同学手臂上有烫伤，说是自己不小心，我觉得不像。',
  })
  hoursAgo(play, 1)
  await (
    await stage.as('zr100004')
  )(takeReport, {
    id: uuidv7(),
    source: 'village',
    narrative: '入户时发现一户的孩子白天独自在家，门从外面反锁，奶奶说天天如此。',
    danger: { ...NO_DANGER, isUnattended: 'unknown' },
    reporterRelation: '儿童主任',
  })
}

/** By the duty of a hospital's doctor, with the police told first. */
const dutyReport = async (play: Play) => {
  hoursAgo(play, 22)
  const doctor = await play.stage.as('yiyuan1')
  await doctor(sendDutyReport, {
    id: uuidv7(),
    nonce: randomBytes(16).toString('hex'),
    kinds: ['injury-neglect'],
    narrative: '门诊接诊一名孩子，身上有新旧不一的瘀伤，陪同的人说法前后不一，已报警。',
    isInDanger: 'no',
    policeToldAt: new Date(play.now.getTime() - 22.5 * HOUR).toISOString(),
  })
}

const STORIES = [oldOne, hotlineOrder, childAlone, toldTwice, junk, letter, dutyReport, unopened]

const ON_DUTY = [DUTY, 'gean1', 'gean2', HEAD]

/** Two weeks from this Monday on. */
const playRoster = async ({ stage, now }: Play) => {
  stage.setTime(new Date(now.getTime() - 60_000))
  const head = await stage.as(HEAD)
  for (const [index, day] of rosterDays(mondayOf(dayOf(now))).entries())
    for (const [half, shift] of (['day', 'night'] as const).entries()) {
      const turn = (index + half * 2) % ON_DUTY.length
      const accountId = stage.accountId(ON_DUTY[turn] ?? DUTY)
      if (accountId) await head(planShift, { day, shift, accountId, phone: `0763428100${turn + 1}` })
    }
}

/** The desk's own work, through the real endpoints: each source, door and state of a report, and who is on duty. */
export const playDesk = async (play: Play): Promise<void> => {
  for (const story of STORIES) await story(play)
  await playRoster(play)
}
