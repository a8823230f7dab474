import { emptyFile, isWebPage, notWorkbook, otherSpreadsheet } from './refusals.ts'

/** What a file is made of: a zip (.xlsx), an OLE compound file (.xls) or plain text (.csv). */
export type Container = 'zip' | 'ole' | 'text'

const startsWith = (head: Uint8Array, ...bytes: number[]) => bytes.every((byte, i) => head[i] === byte)

const KNOWN: [name: string, ...magic: number[]][] = [
  ['PDF 文件', 0x25, 0x50, 0x44, 0x46],
  ['图片', 0xff, 0xd8, 0xff],
  ['图片', 0x89, 0x50, 0x4e, 0x47],
  ['图片', 0x47, 0x49, 0x46, 0x38],
  ['RAR 压缩包', 0x52, 0x61, 0x72, 0x21],
  ['7z 压缩包', 0x37, 0x7a, 0xbc, 0xaf],
  ['gzip 压缩包', 0x1f, 0x8b],
  ['程序', 0x4d, 0x5a, 0x90],
  ['RTF 文档', 0x7b, 0x5c, 0x72, 0x74, 0x66],
]

const isUtf16 = (head: Uint8Array) => startsWith(head, 0xff, 0xfe) || startsWith(head, 0xfe, 0xff)

/** Bytes that no text has: NUL and control characters other than tab, line feed, form feed, return, Ctrl-Z, escape. */
const isBinary = (head: Uint8Array) =>
  head.some((byte) => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1a, 0x1b].includes(byte))

const refuseMarkup = (head: Uint8Array) => {
  const start = Buffer.from(head.subarray(0, 2048))
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
  if (
    /^<\?xml/i.test(start) &&
    /urn:schemas-microsoft-com:office:spreadsheet/i.test(Buffer.from(head).toString('latin1'))
  )
    throw otherSpreadsheet('XML 表格 2003')
  if (/^(<!doctype|<html|<head|<meta|<table|<body|<\?xml|<!--|mime-version:)/i.test(start)) throw isWebPage()
}

/**
 * Tells by content, never by the name, what the first bytes (64 KiB are plenty) belong to.
 * Throws a Problem that says in Chinese what the file is and what to do: empty, a picture, a PDF, a web page posing as .xls …
 * What only the inside of a container shows (a macro, a password, a Word file) is refused by `inspectRoster`.
 */
export const sniffRoster = (head: Uint8Array, fileName: string): Container => {
  if (head.length === 0) throw emptyFile()
  if (startsWith(head, 0x50, 0x4b, 0x03, 0x04) || startsWith(head, 0x50, 0x4b, 0x05, 0x06)) return 'zip'
  if (startsWith(head, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return 'ole'
  const known = KNOWN.find(([, ...magic]) => startsWith(head, ...magic))
  if (known) throw notWorkbook(known[0])
  if (isUtf16(head)) return 'text'
  if (isBinary(head)) {
    const extension = /\.(\w{1,5})$/.exec(fileName)?.[1]?.toLowerCase()
    throw notWorkbook(
      extension && !/^(xlsx?|csv|txt)$/.test(extension) ? ` .${extension} 文件` : '读不懂的二进制文件',
    )
  }
  refuseMarkup(head)
  if (
    Buffer.from(head)
      .toString('latin1')
      .replace(/^\xef\xbb\xbf/, '')
      .trim() === ''
  )
    throw emptyFile()
  return 'text'
}
