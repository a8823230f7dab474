const MOBILE = /^1[3-9]\d{9}$/
/** Area code (three digits for the great cities, else four) and seven or eight digits. */
const LANDLINE = /^(0(?:10|2\d|[3-9]\d{2}))([2-8]\d{6,7})$/

/**
 * The number as it is kept and compared: digits only, half-width, without spaces, dashes, brackets and the country
 * code. What is no telephone number is only cleaned of those, never guessed.
 */
export const normalisePhone = (text: string) => {
  const bare = text.normalize('NFKC').replace(/[\s\p{Pd}()._\u200b-\u200d\ufeff]/gu, '')
  const withCountry = /^(?:\+|00)86(0?\d+)$/.exec(bare) ?? /^86(1[3-9]\d{9})$/.exec(bare)
  return withCountry?.[1] ?? bare
}

/** A mainland mobile number, eleven digits. */
export const isMobile = (text: string) => MOBILE.test(normalisePhone(text))

/** A mainland landline number with its area code. */
export const isLandline = (text: string) => LANDLINE.test(normalisePhone(text))

export const isPhone = (text: string) => isMobile(text) || isLandline(text)

/** What is wrong with a telephone number, for the user; undefined when it is right. */
export const phoneProblem = (text: string) =>
  isPhone(text) ? undefined : '电话应为 11 位手机号，或带区号的固定电话，如 0763-4280000'

/** `199****3671`, `0763****000`; what is no number is hidden wholly, because anything may stand there. */
export const maskPhone = (text: string) => {
  const phone = normalisePhone(text)
  if (MOBILE.test(phone)) return `${phone.slice(0, 3)}****${phone.slice(-4)}`
  const areaCode = LANDLINE.exec(phone)?.[1]
  if (areaCode) return `${areaCode}****${phone.slice(-3)}`
  return phone && '****'
}

/** As people write it: `0763-4280000`, `199 1234 3671`; anything else stands as it is. */
export const phoneText = (text: string) => {
  const phone = normalisePhone(text)
  if (MOBILE.test(phone)) return `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`
  const [, area, rest] = LANDLINE.exec(phone) ?? []
  return area && rest ? `${area}-${rest}` : text
}
