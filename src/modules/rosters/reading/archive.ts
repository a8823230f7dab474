import type { Readable } from 'node:stream'
import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import {
  cellTooLong,
  damaged,
  encrypted,
  hasMacro,
  notWorkbook,
  otherSpreadsheet,
  refusalOf,
  zipBomb,
} from './refusals.ts'
import type { RosterLimits } from './limits.ts'

/** An opened .xlsx: its parts by name (without leading slash). Whoever opens it closes it. */
export type Archive = { zip: ZipFile; parts: Map<string, Entry>; limits: RosterLimits }

/** Below this a part is harmless however well it was compressed. */
const HARMLESS = 8 * 1024 * 1024

const checkPart = (entry: Entry, limits: RosterLimits) => {
  if (entry.isEncrypted()) throw encrypted()
  const isBloated = entry.uncompressedSize > limits.ratio * Math.max(1, entry.compressedSize)
  if (isBloated && entry.uncompressedSize > HARMLESS) throw zipBomb()
}

const checkKind = (parts: Map<string, Entry>) => {
  const names = [...parts.keys()]
  if (names.some((name) => /vbaProject\.bin$|^xl\/macrosheets\//i.test(name))) throw hasMacro()
  if (parts.has('xl/workbook.bin')) throw otherSpreadsheet('二进制工作簿（.xlsb）')
  if (parts.has('content.xml') && parts.has('mimetype')) throw otherSpreadsheet('OpenDocument(.ods)')
  if (names.some((name) => name.startsWith('word/'))) throw notWorkbook(' Word 文档')
  if (names.some((name) => name.startsWith('ppt/'))) throw notWorkbook(' PowerPoint 文稿')
  if (!parts.has('[Content_Types].xml') || !names.some((name) => name.startsWith('xl/')))
    throw notWorkbook('压缩包')
}

const listParts = async (zip: ZipFile, limits: RosterLimits): Promise<Map<string, Entry>> => {
  if (zip.entryCount > limits.parts) throw zipBomb()
  const parts = new Map<string, Entry>()
  let unpacked = 0
  for await (const entry of zip.eachEntry()) {
    checkPart(entry, limits)
    unpacked += entry.uncompressedSize
    if (unpacked > limits.unpackedBytes || parts.size > limits.parts) throw zipBomb()
    parts.set(entry.fileName.replace(/^\//, ''), entry)
  }
  return parts
}

/**
 * Opens an .xlsx and reads its table of contents only.
 * Throws a Problem: damaged, password, macro, zip bomb (entry count, declared sizes, ratio), another kind of file.
 * Declared sizes are trustworthy afterwards: the unzipper stops where a part is longer than it said.
 */
export const openArchive = async (path: string, limits: RosterLimits): Promise<Archive> => {
  const zip = await openPromise(path, { autoClose: false }).catch((error: unknown) =>
    Promise.reject(refusalOf(error)),
  )
  try {
    const parts = await listParts(zip, limits)
    checkKind(parts)
    return { zip, parts, limits }
  } catch (error) {
    zip.close()
    throw refusalOf(error)
  }
}

/** Decompressed bytes of a part; nothing when the part does not exist. */
export async function* bytesOf({ zip, parts }: Archive, name: string): AsyncGenerator<Buffer> {
  const entry = parts.get(name)
  if (!entry) return
  let stream: Readable | undefined
  try {
    stream = await zip.openReadStreamPromise(entry)
    for await (const chunk of stream) yield chunk as Buffer
  } catch (error) {
    throw refusalOf(error)
  } finally {
    stream?.destroy()
  }
}

/** What a part's reader wants to hear; names come without a namespace prefix. */
export type XmlHandlers = {
  open: (name: string, attributes: Record<string, string>) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

const local = (name: string) => (name.includes(':') ? name.slice(name.indexOf(':') + 1) : name)

const listen = (handlers: XmlHandlers, heard: () => void) => {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const onText = (text: string) => (heard(), handlers.text?.(text))
  // A document type is where entity bombs live; no spreadsheet program writes one.
  parser.on('doctype', () => {
    throw damaged()
  })
  parser.on('opentag', (tag: SaxesTagPlain) => (heard(), handlers.open(local(tag.name), tag.attributes)))
  parser.on('closetag', (tag: SaxesTagPlain) => (heard(), handlers.close?.(local(tag.name))))
  parser.on('text', onText)
  parser.on('cdata', onText)
  return parser
}

/**
 * Feeds a part's XML to the handlers and gives control back after each piece of about 16 KiB,
 * so that the caller can hand on what has gathered. A part that does not exist says nothing.
 * Throws a Problem when the XML is not well-formed.
 */
export async function* parseXml(archive: Archive, name: string, handlers: XmlHandlers): AsyncGenerator<void> {
  if (!archive.parts.has(name)) return
  const { cellChars } = archive.limits
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let silent = 0
  const parser = listen(handlers, () => (silent = 0))
  try {
    for await (const chunk of bytesOf(archive, name)) {
      // The parser gathers a text until its end: one endless text must not fill the memory.
      silent += chunk.length
      if (silent > 16 * cellChars + chunk.length) throw cellTooLong(cellChars)
      parser.write(decoder.decode(chunk, { stream: true }))
      yield
    }
    parser.write(decoder.decode()).close()
    yield
  } catch (error) {
    throw refusalOf(error)
  }
}

/** Reads a small part whole. */
export const parseWhole = async (archive: Archive, name: string, handlers: XmlHandlers): Promise<void> => {
  for await (const _ of parseXml(archive, name, handlers)) continue
}
