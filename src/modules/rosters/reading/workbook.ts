import { posix } from 'node:path'
import { parseWhole, type Archive, type XmlHandlers } from './archive.ts'
import { readSharedStrings, type StringTable } from './strings.ts'
import { damaged, noSuchSheet, notWorkbook, zipBomb } from './refusals.ts'

/** A sheet as the workbook lists it, in order. */
export type SheetEntry = { name: string; part: string; isHidden: boolean }

/** The parts of an .xlsx that give its cells a meaning. */
export type Workbook = {
  sheets: SheetEntry[]
  /** Days count from 1904 (files of old Macs) instead of 1900. */
  is1904: boolean
  /** Number format of each cell style. */
  formats: string[]
  strings: StringTable
}

/** Built-in formats that show a day or time; 27–36 and 50–58 are the Chinese ones, which files never spell out. */
const BUILT_IN: Record<number, string> = {
  1: '0',
  2: '0.00',
  ...Object.fromEntries([14, 15, 16, 17, 22].map((id) => [id, 'yyyy-m-d'])),
  ...Object.fromEntries([18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56].map((id) => [id, 'h:mm'])),
  ...Object.fromEntries(
    [27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58].map((id) => [id, 'yyyy"年"m"月"d"日"']),
  ),
}

type Relations = Map<string, { type: string; target: string }>

const MAIN = 'xl/workbook.xml'

/** Styles and lists of sheets are small; a large one is an attempt on the memory. */
const parseSmall = (archive: Archive, name: string, handlers: XmlHandlers) => {
  if ((archive.parts.get(name)?.uncompressedSize ?? 0) > 16 * 1024 * 1024) throw zipBomb()
  return parseWhole(archive, name, handlers)
}

const readRelations = async (archive: Archive): Promise<Relations> => {
  const relations: Relations = new Map()
  await parseSmall(archive, 'xl/_rels/workbook.xml.rels', {
    open: (name, { Id, Type, Target }) => {
      if (name !== 'Relationship' || !Id || !Target) return
      const target = Target.startsWith('/') ? Target.slice(1) : posix.normalize(posix.join('xl', Target))
      relations.set(Id, { type: (Type ?? '').replace(/^.*\//, ''), target })
    },
  })
  return relations
}

const readFormats = async (archive: Archive, name: string | undefined): Promise<string[]> => {
  const custom = new Map<number, string>()
  const formats: string[] = []
  let isInCellStyles = false
  if (!name) return formats
  await parseSmall(archive, name, {
    open: (tag, attributes) => {
      const id = Number(attributes.numFmtId)
      if (tag === 'numFmt') custom.set(id, attributes.formatCode ?? '')
      if (tag === 'cellXfs') isInCellStyles = true
      if (tag === 'xf' && isInCellStyles) formats.push(custom.get(id) ?? BUILT_IN[id] ?? '')
    },
    close: (tag) => {
      if (tag === 'cellXfs') isInCellStyles = false
    },
  })
  return formats
}

/** Sheets and the day system; needs only the two smallest parts. */
export const readSheets = async (
  archive: Archive,
): Promise<{ sheets: SheetEntry[]; is1904: boolean; relations: Relations }> => {
  if (!archive.parts.has(MAIN)) throw notWorkbook('压缩包')
  const relations = await readRelations(archive)
  const sheets: SheetEntry[] = []
  let is1904 = false
  await parseSmall(archive, MAIN, {
    open: (tag, attributes) => {
      if (tag === 'workbookPr') is1904 = /^(1|true)$/.test(attributes.date1904 ?? '')
      if (tag !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1]
      const relation = id ? relations.get(id) : undefined
      if (relation?.type !== 'worksheet') return
      const isHidden = /hidden/i.test(attributes.state ?? '')
      sheets.push({ name: attributes.name ?? '', part: relation.target, isHidden })
    },
  })
  if (sheets.length === 0) throw damaged()
  return { sheets, is1904, relations }
}

/** Everything but the rows. Throws a Problem when a part is damaged or beyond the limits. */
export const readWorkbook = async (archive: Archive): Promise<Workbook> => {
  const { sheets, is1904, relations } = await readSheets(archive)
  const partOf = (type: string) => [...relations.values()].find((relation) => relation.type === type)?.target
  return {
    sheets,
    is1904,
    formats: await readFormats(archive, partOf('styles')),
    strings: await readSharedStrings(archive, partOf('sharedStrings')),
  }
}

/** The named sheet, or the first that is not hidden. */
export const chooseSheet = <S extends { name: string; isHidden: boolean }>(sheets: S[], name?: string): S => {
  const chosen =
    name === undefined
      ? (sheets.find(({ isHidden }) => !isHidden) ?? sheets[0])
      : sheets.find((s) => s.name === name)
  if (!chosen) throw noSuchSheet(name ?? '')
  return chosen
}
