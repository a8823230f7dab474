import { parseWhole, type Archive } from './archive.ts'
import { cellTooLong, damaged, tooMuchText } from './refusals.ts'

/**
 * Many short texts packed as UTF-8 in one buffer: a third of the memory of as many strings, nothing for the collector to
 * visit, and no slices that keep whole chunks of XML alive.
 */
export const stringTable = (maxBytes: number, maxTexts: number) => {
  let bytes = Buffer.allocUnsafe(64 * 1024)
  let ends = new Uint32Array(4096)
  let used = 0
  let count = 0

  const makeRoom = (extra: number) => {
    if (used + extra > maxBytes || count >= maxTexts) throw tooMuchText()
    if (used + extra > bytes.length) {
      const larger = Buffer.allocUnsafe(Math.min(maxBytes, Math.max(bytes.length * 2, used + extra)))
      bytes.copy(larger, 0, 0, used)
      bytes = larger
    }
    if (count === ends.length) {
      const longer = new Uint32Array(ends.length * 2)
      longer.set(ends)
      ends = longer
    }
  }

  return {
    add: (text: string) => {
      makeRoom(Buffer.byteLength(text))
      used += bytes.write(text, used)
      ends[count++] = used
    },
    at: (index: number): string | undefined =>
      Number.isInteger(index) && index >= 0 && index < count
        ? bytes.toString('utf8', index === 0 ? 0 : ends[index - 1], ends[index])
        : undefined,
  }
}

export type StringTable = ReturnType<typeof stringTable>

/** Excel writes characters that XML cannot hold as _x000D_. */
export const unescapeText = (text: string) =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    : text

/** Texts inside <si> or <is>: runs are joined, phonetic guides (<rPh>) left out. */
export const textGatherer = (maxChars: number) => {
  let text = ''
  let isInText = false
  let isPhonetic = false
  return {
    open: (name: string) => {
      if (name === 'rPh') isPhonetic = true
      if (name === 't') isInText = !isPhonetic
    },
    close: (name: string) => {
      if (name === 'rPh') isPhonetic = false
      if (name === 't') isInText = false
    },
    text: (piece: string) => {
      if (isInText) text += piece
      if (text.length > 8 * maxChars) throw cellTooLong(maxChars)
    },
    take: () => {
      const taken = unescapeText(text)
      text = ''
      return taken
    },
  }
}

/** The shared strings of a workbook; an absent part is an empty table. Throws a Problem beyond `limits.sharedBytes`. */
export const readSharedStrings = async (archive: Archive, name: string | undefined): Promise<StringTable> => {
  const { sharedBytes, sharedTexts, cellChars } = archive.limits
  const table = stringTable(sharedBytes, sharedTexts)
  if (!name) return table
  const gatherer = textGatherer(cellChars)
  let isInItem = false
  await parseWhole(archive, name, {
    open: (tag) => {
      if (tag === 'si') isInItem = true
      else if (tag === 'sst' ? isInItem : !isInItem) throw damaged()
      else gatherer.open(tag)
    },
    close: (tag) => {
      gatherer.close(tag)
      if (tag !== 'si') return
      isInItem = false
      table.add(gatherer.take())
    },
    text: gatherer.text,
  })
  return table
}
