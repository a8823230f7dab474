import { addMonths } from '#kernel/day.ts'
import { cleanName, surnameOf } from '#kernel/names.ts'
import { defineMachine } from '#kernel/state-machine.ts'
import type { ServiceFacts, ServiceOrderState } from './contract.ts'
import { SERVICE_ORDER_STATE } from './labels.ts'

/** Without the signs that people write between digits, and in half width. */
const digitsJoined = (text: string) => text.normalize('NFKC').replace(/(?<=\d)[\s\p{Pd}._]+(?=\d)/gu, '')

const ID_NUMBER = /(?<!\d)\d{17}[\dXx](?![\dXx])/
const PHONE = /(?<!\d)(?:86)?1[3-9]\d{9}(?!\d)|(?<!\d)0\d{2,3}[2-8]\d{6,7}(?!\d)/

/** A name as it is written, and the given name alone: people write 小明 where the file says 张小明. */
const formsOf = (name: string) => {
  const clean = cleanName(name)
  const given = clean.slice(surnameOf(clean).length)
  return given.length >= 2 ? [clean, given] : [clean]
}

/**
 * What in a text would say whom it is about: an identity number, a telephone number, or one of the names. Undefined when nothing does.
 * It catches what is written plainly; no check can catch every description, so the one who publishes answers for the text.
 */
export const identityIn = (text: string, names: readonly string[]): string | undefined => {
  const plain = digitsJoined(text)
  if (ID_NUMBER.test(plain)) return '身份证号'
  if (PHONE.test(plain)) return '电话号码'
  const letters = text.normalize('NFKC').replace(/[\s·•・]/gu, '')
  return names.some((name) => formsOf(name).some((form) => form && letters.includes(form)))
    ? '孩子或家人的姓名'
    : undefined
}

/** 服务订单的流转. The centre publishes, confirms and accepts; the organisation takes, serves and reports; neither does the other's part. */
export const SERVICE_MACHINE = defineMachine({
  initial: 'open',
  states: SERVICE_ORDER_STATE,
  guards: {
    isDesk: { reason: '由县未保中心办理', holds: (facts: ServiceFacts) => facts.isDesk },
    isTaker: { reason: '由承接的社会组织办理', holds: (facts: ServiceFacts) => facts.isTaker },
    isVetted: {
      reason: '该组织不在名录内、已暂停，或资质在服务期内到期',
      holds: (facts: ServiceFacts) => facts.isVetted,
    },
    isWorkerCleared: {
      reason: '服务人员须在名录内，且一年内做过入职查询（未成年人保护法第六十二条）',
      holds: (facts: ServiceFacts) => facts.isWorkerCleared,
    },
    hasPromised: {
      reason: '须先由负责人签署保密承诺',
      holds: (facts: ServiceFacts) => facts.hasPromised,
    },
    isInTime: { reason: '承接截止日已过', holds: (facts: ServiceFacts) => facts.isInTime },
    isPastTakeBy: { reason: '承接截止日未到', holds: (facts: ServiceFacts) => !facts.isInTime },
    hasSession: { reason: '还没有登记服务记录', holds: (facts: ServiceFacts) => facts.hasSession },
  },
  commands: {
    claim: {
      from: ['open'],
      to: 'claimed',
      label: '申请承接',
      guards: ['isTaker', 'isVetted', 'isWorkerCleared', 'hasPromised', 'isInTime'],
    },
    confirm: {
      from: ['claimed'],
      to: 'taken',
      label: '确认承接',
      guards: ['isDesk', 'isVetted', 'isWorkerCleared', 'hasPromised'],
    },
    decline: { from: ['claimed'], to: 'open', label: '不同意承接', guards: ['isDesk'] },
    giveBack: { from: ['claimed', 'taken'], to: 'returned', label: '退回订单', guards: ['isTaker'] },
    revoke: { from: ['claimed', 'taken', 'reported'], to: 'returned', label: '收回订单', guards: ['isDesk'] },
    report: { from: ['taken'], to: 'reported', label: '提交结果', guards: ['isTaker', 'hasSession'] },
    sendBack: { from: ['reported'], to: 'taken', label: '退回补充', guards: ['isDesk'] },
    accept: { from: ['reported'], to: 'accepted', label: '验收', guards: ['isDesk'] },
    expire: { from: ['open'], to: 'expired', label: '过期', guards: ['isPastTakeBy'] },
    republish: { from: ['returned', 'expired'], to: 'open', label: '重新发布', guards: ['isDesk'] },
    withdraw: {
      from: ['open', 'returned', 'expired'],
      to: 'withdrawn',
      label: '撤回订单',
      guards: ['isDesk'],
    },
  },
})
export type ServiceCommand = keyof typeof SERVICE_MACHINE.commands

/** Whose turn it is; only an ended order is nobody's. */
export const TURN_OF = {
  open: 'desk',
  claimed: 'desk',
  taken: 'taker',
  reported: 'desk',
  returned: 'desk',
  expired: 'desk',
  accepted: undefined,
  withdrawn: undefined,
} satisfies Record<ServiceOrderState, 'desk' | 'taker' | undefined>

/** States in which the order belongs to an organisation. */
export const HELD: readonly ServiceOrderState[] = ['claimed', 'taken', 'reported']

/** 入职查询 is repeated every year (未成年人保护法第六十二条第二款). */
export const QUERY_VALID_MONTHS = 12

export const isQueryValid = (queriedOn: string, day: string): boolean =>
  queriedOn <= day && day <= addMonths(queriedOn, QUERY_VALID_MONTHS)

/** What an organisation promises before it may take an order; never edited: a change is another edition. [D] 待核实 */
export const DATA_PROMISES: readonly { edition: number; text: string }[] = [
  {
    edition: 1,
    text: [
      '一、只为完成本订单使用孩子及其家庭的信息，不用于宣传、筹款、研究或其他服务。',
      '二、只让本订单登记的服务人员知悉，不转交、不拍照、不录入其他系统或网络空间。',
      '三、发现孩子受到侵害或面临危险，立即报告公安机关和县未成年人救助保护中心（未成年人保护法第十一条）。',
      '四、服务结束、退回或被收回后，销毁所持有的纸质和电子信息，不留副本。',
      '五、信息泄露或可能泄露的，立即告知县未成年人救助保护中心，并承担相应责任（个人信息保护法第三十一条、第五十七条）。',
    ].join('\n'),
  },
]
export const currentPromise = () => {
  const last = DATA_PROMISES.at(-1)
  if (!last) throw new Error('there is no promise')
  return last
}
