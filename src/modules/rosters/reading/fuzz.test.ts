import { readFileSync, writeFileSync } from 'node:fs'
import * as XLSX from '@e965/xlsx'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problem } from '#kernel/problem.ts'
import { rosterFolder, textRows, xlsxParts } from '#tests/roster-files.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import { readRoster } from './roster.ts'

const { pathOf, put, putZip } = rosterFolder()

const LIMITS = { ...DEFAULT_LIMITS, rows: 1000, xlsMilliseconds: 5000 }

/** Reads to the end or to a refusal; anything else than a Problem fails the test. */
const survives = async (bytes: Uint8Array, path: string) => {
  writeFileSync(path, bytes)
  try {
    for await (const row of readRoster(path, { limits: LIMITS }))
      expect(row.cells.length).toBeLessThanOrEqual(LIMITS.columns)
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    expect(error.code).toMatch(/^roster-/)
  }
}

const mutations = (length: number) =>
  fc.record({
    changes: fc.array(fc.tuple(fc.nat(length - 1), fc.nat(255)), { minLength: 1, maxLength: 12 }),
    cut: fc.option(fc.nat(length), { freq: 4 }),
    doubled: fc.option(fc.nat(length - 1), { freq: 6 }),
  })

const mutated = (
  bytes: Buffer,
  { changes, cut, doubled }: { changes: [number, number][]; cut: number | null; doubled: number | null },
) => {
  const copy = Buffer.from(bytes)
  for (const [at, byte] of changes) copy[at] = byte
  const longer =
    doubled === null
      ? copy
      : Buffer.concat([copy.subarray(0, doubled), copy.subarray(Math.max(0, doubled - 100))])
  return cut === null ? longer : longer.subarray(0, cut)
}

const fuzzed = async (bytes: Buffer, extension: string, runs: number) => {
  const path = pathOf(extension)
  await fc.assert(
    fc.asyncProperty(mutations(bytes.length), async (mutation) => survives(mutated(bytes, mutation), path)),
    { numRuns: runs },
  )
}

const LINES = [
  ['姓名', '性别', '备注'],
  ...Array.from({ length: 20 }, (_, i) => [`王${i}`, '男', '说"明",\n文字']),
]

test('a workbook with any bytes changed, cut or doubled is read or refused', async () => {
  const parts = xlsxParts({
    rows:
      textRows(LINES) + '<row r="40"><c s="1"><v>43684</v></c><c t="s"><v>0</v></c><c><f>1+1</f></c></row>',
    strings: '<si><t>文字</t></si>',
    styles: '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>',
    merges: '<mergeCells><mergeCell ref="A2:A4"/></mergeCells>',
  })
  await fuzzed(readFileSync(await putZip(parts)), 'xlsx', 400)
})

test('a sheet with any bytes of its XML changed is read or refused', async () => {
  const parts: Record<string, string> = xlsxParts({
    rows: textRows(LINES),
    merges: '<mergeCells><mergeCell ref="A2:A4"/></mergeCells>',
  })
  const sheet = Buffer.from(parts['xl/worksheets/sheet1.xml'] ?? '')
  await fc.assert(
    fc.asyncProperty(mutations(sheet.length), async (mutation) => {
      const path = await putZip({ ...parts, 'xl/worksheets/sheet1.xml': mutated(sheet, mutation) })
      await survives(readFileSync(path), path)
    }),
    { numRuns: 300 },
  )
})

test('a text with any bytes changed is read or refused', async () => {
  const text = LINES.map((line) => line.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')).join(
    '\n',
  )
  await fuzzed(Buffer.from(text), 'csv', 400)
})

test('an old workbook with any bytes changed is read or refused, and its thread ends', async () => {
  const book = XLSX.utils.book_new(XLSX.utils.aoa_to_sheet(LINES), '名单')
  const bytes: unknown = XLSX.write(book, { type: 'buffer', bookType: 'biff8' })
  await fuzzed(bytes as Buffer, 'xls', 40)
})

test('bytes of any kind are read or refused', async () => {
  const starts = ['', 'PK\u0003\u0004', '\ufeff', '<', '"', '姓名,'].map((text) => Buffer.from(text))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 2000 }), async (start, rest) =>
      survives(Buffer.concat([start, rest]), put('')),
    ),
    { numRuns: 300 },
  )
})
