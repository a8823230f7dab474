import type { LevelProcedure, ProcedureContent } from './content.ts'

const level = (own: Partial<LevelProcedure>): LevelProcedure => ({
  needsEmergencyResponse: false,
  needsInvestigation: false,
  instruments: ['risk-screening'],
  needsConference: false,
  planApprovers: [],
  closingApprovers: ['centre-head'],
  closingInstruments: [],
  followUpDays: 90,
  lookBackDays: [30, 90],
  weight: 1,
  ...own,
})

/**
 * [D] 待核实. What holds until a county decides otherwise. Steps: MZ/T 086-2017 and the county practice that the reference collects;
 * follow-up weekly, monthly and quarterly after the 2022 visiting opinion of Inner Mongolia; look-backs at 30 and 90 days. No text of
 * the whole country sets these numbers.
 */
export const SHIPPED_PROCEDURE: { edition: number; content: ProcedureContent } = {
  edition: 1,
  content: {
    levels: {
      immediate: level({
        needsEmergencyResponse: true,
        needsInvestigation: true,
        instruments: ['risk-screening', 'guardianship'],
        needsConference: true,
        planApprovers: ['centre-head'],
        closingInstruments: ['risk-screening'],
        followUpDays: 7,
        weight: 4,
      }),
      high: level({
        needsInvestigation: true,
        instruments: ['risk-screening', 'guardianship'],
        needsConference: true,
        planApprovers: ['centre-head'],
        closingInstruments: ['risk-screening'],
        followUpDays: 7,
        weight: 3,
      }),
      medium: level({ followUpDays: 30, weight: 2 }),
      low: level({}),
    },
    cases: {
      lateApprovalWorkingDays: 1,
      fullLoad: 25,
      breakGlassHours: 2,
      outcomeTexts: [
        {
          title: '已经安全',
          text: '你说的事，我们和几个单位一起处理了。现在该管的人都知道了，也会继续看着你是不是安全。',
        },
        {
          title: '帮助已落实',
          text: '答应给你的帮助已经落实。以后再遇到难处，还可以打电话或者用同一个回访码找我们。',
        },
        {
          title: '继续关心',
          text: '这件事先办到这里。一个月后和三个月后，我们会再来看看你过得好不好；没有变好，就接着办。',
        },
      ],
    },
    referrals: {
      officeUnit: 'civil-affairs',
      unreadHours: 24,
      nearWorkingDays: 1,
      longLateWorkingDays: 3,
      urgentHours: 24,
      effectDays: 30,
      returnClauses: [
        {
          code: 'not-our-duty',
          text: '不属于本单位职责',
          source: '县未成年人保护工作领导小组成员单位职责分工（写明条款）',
        },
        { code: 'not-our-territory', text: '不属于本单位管辖地域', source: '属地管辖的规定（写明条款）' },
        { code: 'other-organ-first', text: '依法应当先由其他机关处理', source: '有关法律规定（写明条款）' },
        {
          code: 'already-handled',
          text: '本单位正在办理或已经办结同一事项',
          source: '本单位受理或办结文书的文号',
        },
      ],
    },
    oversight: { signWorkingDays: 1, feedbackWorkingDays: 5, reviewWorkingDays: 3 },
  },
}
