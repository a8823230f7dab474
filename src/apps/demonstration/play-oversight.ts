import { addDays, dayOf } from '#kernel/day.ts'
import { uuidv7 } from '#server/ids.ts'
import { getCase, listCases } from '#modules/cases/contract.ts'
import { addPlanItem } from '#modules/cases/plans/contract.ts'
import * as orders from '#modules/referrals/orders/contract.ts'
import * as register from '#modules/referrals/orders/register/contract.ts'
import * as unitOrders from '#modules/referrals/orders/unit/contract.ts'
import * as oversight from '#modules/referrals/oversight/contract.ts'
import { listOwed, urgeReferral } from '#modules/referrals/oversight/urgings/contract.ts'
import type { Stage } from './actors.ts'

const HEAD = 'zhongxin'
const WORKERS = ['gean1', 'gean2']
const OFFICE = 'll-civil-affairs'
const SUNSHINE = 'sh-sunshine'
const HOUR = 3_600_000

type Play = { stage: Stage; now: Date }

const hoursAgo = ({ stage, now }: Play, hours: number) =>
  stage.setTime(new Date(now.getTime() - hours * HOUR))

/** The organisation is vetted, with one worker who has the yearly entry query. */
const vet = async (play: Play) => {
  const { stage, now } = play
  hoursAgo(play, 4)
  const head = await stage.as(HEAD)
  const unitId = stage.unitId('sunshine')
  const day = dayOf(now)
  await head(register.vetOrganisation, {
    unitId,
    version: 0,
    kinds: ['social-work', 'counselling', 'tutoring', 'companionship'],
    qualification: '4A 级社会组织；社会工作师 5 名、心理咨询师 2 名',
    documents: '登记证书、上年度年检结论、人员证书，已核对原件',
    validUntil: addDays(day, 400),
  })
  const workerId = uuidv7()
  await head(register.recordWorker, {
    unitId,
    workerId,
    name: '黎晓彤',
    qualification: '社会工作师',
    entryQueryOn: addDays(day, -40),
    entryQueryAt: '县公安局，从业查询回执第 118 号',
  })
  return workerId
}

const TEXTS = {
  companionship: '每周两次放学后陪伴和作业辅导，每次两小时，在村工作点进行',
  counselling: '每周一次心理辅导，每次一小时，需女性辅导员',
} as const

/** An item of a running plan as an order, by the owner of the case. */
const publish = async ({ stage, now }: Play, kind: keyof typeof TEXTS, worker: string) => {
  const act = await stage.as(worker)
  const { items } = await act(listCases, { state: 'in-progress', mine: true })
  const kase = items.find(({ child }) => child !== null)
  if (!kase) return undefined
  const day = dayOf(now)
  const itemId = uuidv7()
  const version = async () => (await act(getCase, { id: kase.id })).version
  await act(addPlanItem, {
    id: kase.id,
    version: await version(),
    item: {
      itemId,
      kind: 'service',
      title: kind === 'counselling' ? '社会组织提供心理辅导' : '社会组织提供放学后陪伴',
      ownerId: stage.accountId(worker) ?? '',
      dueDay: addDays(day, 60),
    },
  })
  const { id } = await act(orders.publishOrder, {
    caseId: kase.id,
    orderId: uuidv7(),
    planItemId: itemId,
    kind,
    age: '7-12',
    hours: kind === 'counselling' ? 12 : 32,
    qualification: kind === 'counselling' ? '心理咨询师，有儿童辅导经验' : '助理社会工作师以上',
    content: TEXTS[kind],
    detail: '先由儿童主任陪同见面；时间避开星期五下午。发现情况异常，随时电话联系个案负责人。',
    startsOn: day,
    endsOn: addDays(day, 50),
    takeBy: addDays(day, 6),
  })
  // Signed in anew each time: the clock of the play leaves no session running.
  return {
    id,
    worker,
    version: async () => (await (await stage.as(worker))(orders.getOrder, { id })).version,
  }
}

/** One order waits to be taken, one is being worked on. */
const playOrders = async (play: Play) => {
  const { stage, now } = play
  const workerId = await vet(play)
  hoursAgo(play, 3)
  const [first = '', second = ''] = WORKERS
  await publish(play, 'counselling', first)
  const order = await publish(play, 'companionship', second)
  if (!order) return
  hoursAgo(play, 2.5)
  await (
    await stage.as(SUNSHINE)
  )(unitOrders.claimOrder, {
    id: order.id,
    version: await order.version(),
    workerId,
    edition: 1,
    promisedBy: '黎晓彤',
    isPromised: true,
  })
  hoursAgo(play, 2)
  await (
    await stage.as(order.worker)
  )(orders.confirmTaking, {
    id: order.id,
    version: await order.version(),
    fields: ['name', 'sex', 'place', 'guardians', 'guardianPhone'],
    reason: '上门陪伴服务需要',
    accessEndsOn: addDays(dayOf(now), 64),
  })
  hoursAgo(play, 0.5)
  await (
    await stage.as(SUNSHINE)
  )(unitOrders.recordSession, {
    id: order.id,
    sessionId: uuidv7(),
    heldOn: dayOf(now),
    hours: 1.5,
    note: '与儿童主任一同见面，孩子愿意参加；一起做了作业，约好下次时间。',
  })
}

/** What is late is urged, and the unit that owes the oldest is overseen. */
const playOverseeing = async (play: Play) => {
  const { stage } = play
  hoursAgo(play, 20)
  const head = await stage.as(HEAD)
  const { items } = await head(listOwed, {})
  for (const { id } of items.slice(0, 3))
    await head(urgeReferral, { id, urgingId: uuidv7(), words: 'tell-progress' })
  // The office oversees others here.
  const [oldest] = items.filter(
    ({ light, unit }) => light !== 'near' && unit.id !== stage.unitId('civil-affairs'),
  )
  const unitId = oldest?.unit.id ?? stage.unitId('public-security')
  const { id } = await head(oversight.proposeOversight, {
    orderId: uuidv7(),
    unitId,
    referralIds: items
      .filter(({ unit, light }) => unit.id === unitId && light !== 'near')
      .map((each) => each.id),
    matter: '转介事项没有在期限内答复',
    requirement: '请三个工作日内办结并答复，说明没有按期办理的原因，明确今后由谁负责签收。',
  })
  const version = async () => (await (await stage.as(HEAD))(oversight.getOversight, { id })).version
  hoursAgo(play, 18)
  await (
    await stage.as(OFFICE)
  )(oversight.assignOversight, { id, version: await version() })
  const officer = `ll-${stage.unitCode(unitId)}`
  hoursAgo(play, 6)
  await (
    await stage.as(officer)
  )(oversight.signOversight, { id, version: await version() })
  hoursAgo(play, 5)
  await (
    await stage.as(officer)
  )(oversight.handleOversight, {
    id,
    version: await version(),
    note: '已由分管负责人召集承办股室，逐件核对进度',
  })
}

/** Services of a social organisation, what is urged and what is overseen, through the real endpoints. */
export const playOversight = async (play: Play): Promise<void> => {
  await playOverseeing(play)
  await playOrders(play)
}
