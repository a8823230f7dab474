/** What a handed-in roster may cost; everything beyond is refused with a message, never read half. */
export type RosterLimits = {
  /** Size of the file as handed in, in bytes. */
  bytes: number
  /** Size of a legacy .xls, in bytes: that format cannot be streamed. */
  xlsBytes: number
  /** Rows that hold something. */
  rows: number
  /** Columns that hold something. */
  columns: number
  /** Characters in one cell (Excel's own limit is 32,767). */
  cellChars: number
  /** All parts of an .xlsx together after decompression, in bytes. */
  unpackedBytes: number
  /** Decompressed size over compressed size of a part larger than 8 MiB. */
  ratio: number
  /** Parts in an .xlsx. */
  parts: number
  /** The table of shared strings of an .xlsx, in UTF-8 bytes; the one thing that stays in memory. */
  sharedBytes: number
  /** Entries of that table. */
  sharedTexts: number
  /** Time for reading a legacy .xls, in milliseconds. */
  xlsMilliseconds: number
}

const MiB = 1024 * 1024

export const DEFAULT_LIMITS: RosterLimits = {
  bytes: 50 * MiB,
  xlsBytes: 20 * MiB,
  rows: 200_000,
  columns: 200,
  cellChars: 32_767,
  unpackedBytes: 1024 * MiB,
  ratio: 200,
  parts: 2_000,
  sharedBytes: 96 * MiB,
  sharedTexts: 5_000_000,
  xlsMilliseconds: 60_000,
}
