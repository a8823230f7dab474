import { pinyin } from 'pinyin-pro'

/** A name as somebody types it without Chinese characters: zhangwei, or zw. */
export const pinyinOf = (name: string, pattern: 'pinyin' | 'first' = 'pinyin'): string =>
  pinyin(name, { toneType: 'none', type: 'array', mode: 'surname', pattern }).join('').toLowerCase()
