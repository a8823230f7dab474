import { join } from 'node:path'
import PDFDocument from 'pdfkit'
import qrcode from 'qrcode-generator'
import { elapsedWords, secondsBetween } from './rules.ts'
import { readReceipt, receiptCode, withSignature, type ReceiptFacts } from './text.ts'

/** Noto Sans CJK SC (SIL OFL 1.1, see OFL.txt), cut to GB 2312 and the names of places; pdfkit embeds the signs used alone. */
const FONT = join(import.meta.dirname, 'noto-sans-sc.otf')

const MARGIN = 34
const WIDTH = 419.53 - 2 * MARGIN
const LABEL = 62
const QR_SIDE = 158

type Paper = PDFKit.PDFDocument

const drawQr = (paper: Paper, code: string, left: number, top: number) => {
  const qr = qrcode(0, 'M')
  qr.addData(code, 'Alphanumeric')
  qr.make()
  const count = qr.getModuleCount()
  const side = QR_SIDE / count
  for (let row = 0; row < count; row += 1)
    for (let column = 0; column < count; column += 1)
      if (qr.isDark(row, column)) paper.rect(left + column * side, top + row * side, side, side)
  paper.fill('#000')
}

const drawRows = (paper: Paper, rows: [string, string][], size: number) => {
  for (const [label, value] of rows) {
    const top = paper.y
    paper.fontSize(size).fillColor('#555').text(label, MARGIN, top, { width: LABEL })
    paper.fillColor('#000').text(value, MARGIN + LABEL, top, { width: WIDTH - LABEL, lineGap: 1 })
    paper.y += size * 0.45
  }
}

const clockWords = (text: string) => text.replace('T', ' ').replace('+08:00', '（北京时间）')

const mainRows = (facts: ReceiptFacts): [string, string][] => [
  ['报告单位', facts.unit],
  ['报告人身份', facts.name ? `${facts.role} ${facts.name}` : facts.role],
  ['知悉时间', clockWords(facts.knownAt)],
  ['报告时间', clockWords(facts.reportedAt)],
  ['知悉到报告', elapsedWords(secondsBetween(facts.knownAt, facts.reportedAt))],
  ['接收机关', facts.office],
]

const FOOT = [
  '依据：《中华人民共和国未成年人保护法》第十一条。“立即”不设钟点，以上只列经过的时间。',
  '本回执不含儿童姓名和报告内容。二维码是带签名的全文，用守望回执核验页或 shouwang receipt verify 可断网核验；改动一个字即不再有效。',
]

/** The receipt on A5, drawn with outlines and text alone. Resolves to the bytes of a PDF. */
export const drawReceipt = (receipt: {
  number: string
  text: string
  signature: Uint8Array
}): Promise<Buffer> => {
  const { number, text, signature } = receipt
  const read = readReceipt(withSignature(text, signature))
  if (typeof read === 'string') throw new Error('a stored receipt cannot be read')
  const { facts } = read
  const paper = new PDFDocument({
    size: 'A5',
    margin: MARGIN,
    font: FONT,
    info: { Title: `强制报告责任回执 ${number}`, Creator: '守望' },
  })
  const chunks: Buffer[] = []
  paper.on('data', (chunk: Buffer) => chunks.push(chunk))
  const whole = new Promise<Buffer>((resolve, reject) => {
    paper.on('end', () => resolve(Buffer.concat(chunks)))
    paper.on('error', reject)
  })
  paper.fontSize(17).text('强制报告责任回执', MARGIN, MARGIN, { width: WIDTH, align: 'center' })
  paper.fontSize(10).fillColor('#555').text(number, { width: WIDTH, align: 'center' })
  paper
    .moveTo(MARGIN, 86)
    .lineTo(MARGIN + WIDTH, 86)
    .lineWidth(0.6)
    .stroke('#999')
  paper.y = 98
  drawRows(paper, mainRows(facts), 11)
  paper.y += 6
  const top = paper.y
  drawQr(paper, receiptCode(text, signature), MARGIN + WIDTH - QR_SIDE, top)
  const narrow = { width: WIDTH - QR_SIDE - 14 }
  paper.fontSize(8).fillColor('#000')
  for (const [label, value] of [
    ['内容承诺', facts.commitment],
    ['审计链位置', facts.position],
    ['签发密钥', facts.keyId],
    ['签名', Buffer.from(signature).toString('hex')],
  ] as const) {
    paper
      .fillColor('#555')
      .fontSize(8)
      .text(label, MARGIN, paper.y === top ? top : paper.y + 3, narrow)
    paper.fillColor('#000').fontSize(6.5).text(value, narrow)
  }
  paper.y = Math.max(paper.y, top + QR_SIDE) + 12
  for (const line of FOOT)
    paper
      .fontSize(8)
      .fillColor('#555')
      .text(line, MARGIN, paper.y + 2, { width: WIDTH })
  paper.end()
  return whole
}
