import type { BookDocument, BookEntry, BookLine, BookPage } from './contract.ts'

/** A4 at 12 pt: so many lines of so many Chinese characters. */
const ROWS = 34
const WIDTH = 38
/** The head of a document. */
const HEAD_ROWS = 4
const ENTRIES_A_PAGE = 26
const COVER_PAGES = 1

const rowsOf = (text: string) =>
  text.split('\n').reduce((rows, line) => rows + Math.max(1, Math.ceil(line.length / WIDTH)), 0)

const rowsOfLine = ({ label, value }: BookLine) => rowsOf(label ? `${label}：${value}` : value)

/** Cuts a line that is longer than a page into pieces that fit; only the first bears the label. */
const pieces = (line: BookLine): BookLine[] => {
  if (rowsOfLine(line) <= ROWS - HEAD_ROWS) return [line]
  const paragraphs = line.value
    .split('\n')
    .flatMap((text) => text.match(new RegExp(`[^]{1,${WIDTH}}`, 'gu')) ?? [''])
  // The label takes a row of its own at the most.
  const size = ROWS - HEAD_ROWS - 2
  const cut: BookLine[] = []
  for (let at = 0; at < paragraphs.length; at += size)
    cut.push({
      ...line,
      label: at ? `${line.label}（续）` : line.label,
      value: paragraphs.slice(at, at + size).join('\n'),
    })
  return cut
}

/** The lines of one document, page by page; each document begins on a new page. */
const pagesOf = (lines: readonly BookLine[]): BookLine[][] => {
  const pages: BookLine[][] = []
  let page: BookLine[] = []
  let left = ROWS - HEAD_ROWS
  for (const line of lines.flatMap(pieces)) {
    const rows = rowsOfLine(line)
    if (rows > left && page.length) {
      pages.push(page)
      page = []
      left = ROWS - HEAD_ROWS
    }
    page.push(line)
    left -= rows
  }
  return [...pages, page]
}

/** The book laid out: cover and 目录 first, then document after document, pages counted through. */
export const layOut = (
  documents: readonly BookDocument[],
): { entries: BookEntry[]; sheets: BookPage[]; pages: number } => {
  const entries: BookEntry[] = []
  const sheets: BookPage[] = []
  let page = COVER_PAGES + Math.max(1, Math.ceil(documents.length / ENTRIES_A_PAGE))
  for (const [index, { title, day, by, lines }] of documents.entries()) {
    const number = index + 1
    const fromPage = page + 1
    for (const [at, part] of pagesOf(lines).entries()) {
      page += 1
      sheets.push({ page, number, isFirst: at === 0, title, lines: part })
    }
    entries.push({ number, title, day, by, fromPage, toPage: page })
  }
  return { entries, sheets, pages: page }
}

/** What the hash of a book is about: every document with its words, names of people left out since they change by themselves. */
export const contentOf = (documents: readonly BookDocument[]) =>
  documents.map(({ kind, title, day, lines }) => ({
    kind,
    title,
    day,
    lines: lines.filter(({ isName }) => !isName).map(({ label, value }) => ({ label, value })),
  }))
