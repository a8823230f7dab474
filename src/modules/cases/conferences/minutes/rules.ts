/** 未保纪〔2026〕7号: a document's number has no leading zeros (GB/T 9704-2012 7.2.5). */
export const documentNumber = (seriesNumber: string) => `未保${seriesNumber.replace(/〕0+/, '〕')}`

const DIGITS = '〇一二三四五六七八九'

/** 一 … 九十九, as the sections of a document are counted. */
export const chineseNumber = (count: number): string => {
  const tens = Math.floor(count / 10)
  const ones = count % 10
  const one = ones ? (DIGITS[ones] ?? '') : ''
  return tens ? `${tens > 1 ? (DIGITS[tens] ?? '') : ''}十${one}` : one
}

/** 2026年11月24日, without leading zeros. */
export const chineseDay = (day: string) => {
  const [year = '', month = '', date = ''] = day.split('-')
  return `${year}年${Number(month)}月${Number(date)}日`
}
