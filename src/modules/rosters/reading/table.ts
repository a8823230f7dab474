import { findHeader, HEADER_WITHIN, noteReason, skippedRow, type Header, type SkippedRow } from './header.ts'
import { readRoster, type ReadOptions } from './roster.ts'
import type { RosterRow } from './cells.ts'

/** What comes beneath the header: a record, or a row that is none with the reason. */
export type TableLine = { kind: 'record'; row: RosterRow } | { kind: 'skipped'; skipped: SkippedRow }

/** A roster with its header found. `lines` can be read once, or left: `close` ends reading early. */
export type RosterTable = {
  header: Header
  /** The first records, for suggesting a mapping. */
  samples: RosterRow[]
  lines: AsyncGenerator<TableLine>
  close: () => Promise<void>
}

const SAMPLES = 300

/**
 * Opens a roster, finds its header and gives the rows beneath it, each once and in order, with bounded memory.
 * Throws the Problems of `readRoster` and `findHeader`; those about too many rows only while `lines` is read.
 */
export const openTable = async (path: string, options: ReadOptions = {}): Promise<RosterTable> => {
  const rows = readRoster(path, options)
  const first: RosterRow[] = []
  while (first.length < HEADER_WITHIN + SAMPLES) {
    const { done, value } = await rows.next()
    if (done) break
    first.push(value)
  }
  const close = async () => void (await rows.return(undefined))
  try {
    const header = findHeader(first)
    const last = Math.max(...header.rows)
    const beneath = first.filter(({ rowNumber }) => rowNumber > last)
    const samples = beneath.filter((row) => noteReason(row, header) === undefined)
    return { header, samples, lines: linesOf(beneath, rows, header), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function* linesOf(
  first: RosterRow[],
  rest: AsyncGenerator<RosterRow>,
  header: Header,
): AsyncGenerator<TableLine> {
  const toLine = (row: RosterRow): TableLine => {
    const reason = noteReason(row, header)
    return reason === undefined
      ? { kind: 'record', row }
      : { kind: 'skipped', skipped: skippedRow(row, reason) }
  }
  try {
    for (const row of first) yield toLine(row)
    for await (const row of rest) yield toLine(row)
  } finally {
    await rest.return(undefined)
  }
}
