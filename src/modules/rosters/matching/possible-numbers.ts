import { checkDigit } from '#kernel/id-number.ts'

/**
 * All citizen's numbers that begin with these fifteen digits: what Excel leaves of a number that it took for a figure. Two digits are
 * open, the check character follows from them; the seventeenth is odd for boys and even for girls (GB 11643-1999).
 */
export const possibleNumbers = (prefix: string, sex?: 'male' | 'female'): string[] => {
  if (!/^\d{15}$/.test(prefix)) return []
  const numbers: string[] = []
  for (let open = 0; open < 100; open += 1) {
    if (sex && (open % 2 === 1) !== (sex === 'male')) continue
    const seventeen = prefix + String(open).padStart(2, '0')
    numbers.push(seventeen + checkDigit(seventeen))
  }
  return numbers
}
