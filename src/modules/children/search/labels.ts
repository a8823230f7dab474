import type { FoundBy } from './contract.ts'

export const FOUND_BY = {
  'id-number': '证件号相同',
  phone: '电话相同',
  'guardian-id-number': '监护人证件号相同',
  'guardian-phone': '监护人电话相同',
  exact: '同名',
  pinyin: '拼音相同',
  prefix: '姓名以此开头',
  'pinyin-prefix': '拼音以此开头',
  contains: '姓名中含有',
  'same-sound': '同音',
  initials: '首字母相同',
  'similar-sound': '读音相近',
  'guardian-exact': '监护人同名',
  'guardian-same-sound': '监护人同音',
  'guardian-initials': '监护人首字母相同',
  'guardian-similar-sound': '监护人读音相近',
  place: '住在或户籍在这里',
} satisfies Record<FoundBy, string>
