import type { Aloneness, ContactWay } from './contract.ts'

export const CONTACT_WAY = {
  home: '上门',
  school: '在校见面',
  telephone: '电话',
  video: '视频',
  elsewhere: '其他地点见面',
} satisfies Record<ContactWay, string>

export const ALONENESS = {
  alone: '单独见到（通话）',
  'with-others': '有别人在场',
  'not-met': '没有见到（联系上）孩子',
} satisfies Record<Aloneness, string>
