import { randomBytes, randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { NewPortalReport } from '#modules/reports/portal/contract.ts'
import { dangerOf, emptyDraft, inputOf } from './draft.ts'

const made = {
  id: randomUUID(),
  code: {
    lookup: randomBytes(16).toString('base64'),
    proof: randomBytes(32).toString('base64'),
    publicKey: randomBytes(32).toString('base64'),
  },
  work: { challenge: 'c', nonce: '0' },
}

test.each(['minor', 'report', 'help'] as const)('a %s with nothing but “what happened” is taken', (flow) => {
  const input = inputOf({ ...emptyDraft(flow), narrative: '隔壁的孩子每天晚上哭' })
  const taken = NewPortalReport.parse({ ...input, ...made })
  expect(taken).toMatchObject({ door: 'anonymous', isOwn: flow === 'minor', danger: {} })
})

test.each([
  ['yes', [], { isHurtNow: 'yes' }],
  ['yes', ['isMissing'], { isMissing: 'yes' }],
  ['no', [], { isHurtNow: 'no' }],
  ['unknown', [], {}],
  [undefined, ['isUnattended'], { isUnattended: 'yes' }],
] as const)('danger “%s” with %j ticked is sent as %j', (isInDanger, dangers, sent) => {
  expect(dangerOf({ ...emptyDraft('report'), isInDanger, dangers: [...dangers] })).toEqual(sent)
})

test('whoever goes back from naming themselves to no name sends no name', () => {
  const draft = {
    ...emptyDraft('report'),
    narrative: '看见孩子被打',
    reporterName: '李某',
    reporterPhone: '13800000000',
  }
  expect(inputOf({ ...draft, isNamed: true })).toMatchObject({ door: 'confidential', reporterName: '李某' })
  const anonymous = inputOf({ ...draft, isNamed: false })
  expect(anonymous.door).toBe('anonymous')
  expect(JSON.stringify(anonymous)).not.toContain('李某')
  expect(JSON.stringify(anonymous)).not.toContain('13800000000')
})

test('what was typed into a search and not chosen from its list goes along too', () => {
  const draft = {
    ...emptyDraft('report'),
    placeText: ' 上湾 ',
    workplaceText: '镇上的培训班',
    childAbout: '七八岁',
  }
  expect(inputOf(draft)).toMatchObject({
    childAbout: '七八岁；地方：上湾',
    accusedWorkplaces: [{ kind: 'other', id: '', text: '镇上的培训班' }],
  })
  expect(inputOf({ ...draft, divisionCode: '449821100001', workplaceText: '镇' })).toMatchObject({
    childAbout: '七八岁',
    accusedWorkplaces: [],
  })
})

test('tapped sentences and own words make one narrative', () => {
  const draft = { ...emptyDraft('minor'), tapped: ['有人打我', '我很害怕'], narrative: '昨天晚上' }
  expect(inputOf(draft).narrative).toBe('有人打我。我很害怕。\n昨天晚上')
})
