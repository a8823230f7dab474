import { tooManyColumns, unclosedQuote } from './refusals.ts'

const QUOTE = 34
const LINE_FEED = 10
const RETURN = 13

/** More fields than any spreadsheet has columns. */
const MAX_FIELDS = 16_384

/**
 * Cuts text into records and fields (RFC 4180), given piece by piece. Lenient where people are: any line ending, records of
 * any length, a quote inside an unquoted field is itself, what stands behind a closing quote belongs to the field.
 * @param separator one character
 * @param maxChars of a field; a longer one is the rest of the file behind a quote that was never closed: a Problem
 */
export const csvSplitter = (separator: string, maxChars: number) => {
  const separates = separator.charCodeAt(0)
  let record: string[] = []
  let field = ''
  let done = 0
  let isFieldStart = true
  let isQuoted = false
  let isAfterQuote = false
  let isAfterReturn = false

  const endField = (rest: string) => {
    record.push(field + rest)
    if (record.length > MAX_FIELDS) throw tooManyColumns(MAX_FIELDS, done + 1)
    field = ''
    isFieldStart = true
  }

  const endRecord = (): string[] => {
    const ended = record
    record = []
    done++
    return ended
  }

  const keep = (rest: string) => {
    field += rest
    if (field.length > maxChars) throw unclosedQuote(done + 1)
  }

  /** The records that this piece completes. */
  const push = (text: string): string[][] => {
    const ended: string[][] = []
    let start = 0
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (isAfterReturn) {
        isAfterReturn = false
        if (code === LINE_FEED) {
          start = i + 1
          continue
        }
      }
      if (isQuoted && !isAfterQuote) {
        if (code !== QUOTE) continue
        keep(text.slice(start, i))
        isAfterQuote = true
        start = i + 1
        continue
      }
      if (isAfterQuote) {
        isAfterQuote = false
        // A doubled quote is one quote, and the field goes on; anything else stands behind the closing one.
        isQuoted = code === QUOTE
        start = i
        if (isQuoted) continue
      }
      if (code === separates) endField(text.slice(start, i))
      else if (code === LINE_FEED || code === RETURN) {
        endField(text.slice(start, i))
        ended.push(endRecord())
        isAfterReturn = code === RETURN
      } else {
        if (code === QUOTE && isFieldStart) {
          isQuoted = true
          start = i + 1
        }
        isFieldStart = false
        continue
      }
      start = i + 1
    }
    keep(text.slice(start))
    return ended
  }

  /** The last record, where no line ending closes it. Throws the Problem of an unclosed quote. */
  const end = (): string[][] => {
    if (isQuoted && !isAfterQuote) throw unclosedQuote(done + 1)
    if (record.length === 0 && field === '' && isFieldStart) return []
    endField('')
    return [endRecord()]
  }

  return { push, end }
}
