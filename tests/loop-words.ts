const DEMAND_MET = '在孩子家里单独谈过，按他的意思安排'

/** A plan, as its form holds it, but for the items. */
export const PLAN_WORDS = {
  goals: [{ text: '孩子夜里有人照看', sign: '连续四周夜里有成年人在家' }],
  childWay: 'talk' as const,
  childAsked: '社工在学校谈心室单独谈，用图片说明每一项',
  childOpinion: '愿意',
  guardianOpinion: '奶奶同意',
  bestInterests: {
    priority: DEMAND_MET,
    dignity: DEMAND_MET,
    privacy: DEMAND_MET,
    development: DEMAND_MET,
    views: DEMAND_MET,
    education: DEMAND_MET,
  },
}

/** The request to close, as its form holds it. */
export const CLOSING_WORDS = {
  summary: '目标已经达到',
  goals: 'all',
  bestInterests: {
    priority: DEMAND_MET,
    dignity: DEMAND_MET,
    privacy: DEMAND_MET,
    development: DEMAND_MET,
    views: DEMAND_MET,
    education: DEMAND_MET,
  },
} as const

/** A look-back that went well. */
export const LOOKED_BACK = {
  way: 'home',
  seen: 'alone',
  isBetter: true,
  finding: '孩子按时上学，夜里有奶奶照看',
  childWords: '现在晚上不怕了',
  useful: 'yes',
} as const

export const CONTACT = {
  way: 'home',
  seen: 'alone',
  childWords: '奶奶每天接我放学',
  changes: '夜里有奶奶陪着',
  hasConcern: false,
} as const
