/** 回避: whom a report is kept from, and who works on it then. */

export type RoutedTo = 'desk' | 'leading-group' | 'procuratorate'
export type Above = Exclude<RoutedTo, 'desk'>

/** A name as it is compared: widths, blanks and the dots in names do not count. */
export const comparedName = (name: string): string => name.normalize('NFKC').replace(/[\s·•・]/g, '')

/** Which posts still have anybody whom the report is not kept from. */
export type Left = Record<RoutedTo, boolean>

/**
 * Past the desk when it is about the desk, or when leaving out who was named leaves nobody there: to those above whom the county prefers,
 * or to the others when these have nobody either.
 */
export const routeOf = (about: {
  isCentreNamed: boolean
  isAccountNamed: boolean
  left: Left
  preferred: Above
}): RoutedTo => {
  const { isCentreNamed, isAccountNamed, left, preferred } = about
  if (!isCentreNamed && (left.desk || !isAccountNamed)) return 'desk'
  const other: Above = preferred === 'procuratorate' ? 'leading-group' : 'procuratorate'
  return left[preferred] || !left[other] ? preferred : other
}
