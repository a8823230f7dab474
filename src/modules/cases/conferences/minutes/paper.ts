import {
  AlignmentType,
  BorderStyle,
  convertMillimetersToTwip as mm,
  Document,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
  type IParagraphOptions,
} from 'docx'
import { PRESENCE } from '../labels.ts'
import type { Attendee, Presence } from '../contract.ts'
import type { Minutes } from './contract.ts'
import { chineseDay, chineseNumber } from './rules.ts'

export const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** What stands on the paper besides the signed text. */
export type Paper = {
  signatures: { signedAs: 'chair' | 'second'; by: string; on: string }[]
  /** Null: a draft, and the paper says so. */
  signedOn: string | null
  /** SHA-256 of the signed text. */
  hash: string
  takenBy: string
}

const RED = 'C00000'
/** Sizes of Chinese type in half-points: 二号 22, 三号 16, 四号 14, 五号 10.5. */
const SIZE = { mark: 64, two: 44, three: 32, four: 28, five: 21 }
/** [R] GB/T 9704-2012 5.2.2 names the faces. Where 方正小标宋 is not installed, Word and WPS put 宋体 in its place. */
const FACE = { title: '方正小标宋简体', body: '仿宋', head: '黑体', sub: '楷体', page: '宋体' } as const
/** 22 lines on a page of 225 mm. */
const LINE = { line: 579, lineRule: LineRuleType.EXACT }
const TWO_SIGNS = 640

const run = (text: string, face: keyof typeof FACE = 'body', size = SIZE.three, color?: string) =>
  new TextRun({
    text,
    size,
    font: { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia: FACE[face] },
    ...(color && { color }),
  })

const paragraph = (children: TextRun[], more: IParagraphOptions = {}) =>
  new Paragraph({ spacing: LINE, ...more, children })

const body = (text: string) => paragraph([run(text)], { indent: { firstLine: TWO_SIGNS } })
const head = (text: string) =>
  paragraph([run(text, 'head')], { indent: { firstLine: TWO_SIGNS }, keepNext: true })

const ruleBelow = (color: string, size: number) => ({
  bottom: { style: BorderStyle.SINGLE, color, size, space: 8 },
})
const ruleAbove = { top: { style: BorderStyle.SINGLE, color: '000000', size: 6, space: 4 } }

/** 版头: who minutes it, its number, the red rule. */
const letterhead = ({ organ, number }: Minutes) => [
  paragraph([run('内部资料　含未成年人个人信息　不得复制转发', 'head', SIZE.three)]),
  paragraph([run(`${organ}`, 'title', SIZE.mark, RED)], {
    alignment: AlignmentType.CENTER,
    spacing: { before: 400 },
  }),
  paragraph([run('会　议　纪　要', 'title', SIZE.mark, RED)], {
    alignment: AlignmentType.CENTER,
    spacing: { after: 300 },
  }),
  paragraph([run(number)], { alignment: AlignmentType.CENTER, border: ruleBelow(RED, 18) }),
]

const present = ({ organisation, name, post, reason }: Attendee) =>
  `${organisation}${name}${post ? `（${post}）` : ''}${reason ? `，${reason}` : ''}`

/** 出席、请假、缺席: each with a hanging line (GB/T 9704-2012 10.3). */
const attendance = (attendees: Attendee[]) =>
  (['came', 'excused', 'absent'] satisfies Presence[]).flatMap((presence) => {
    const those = attendees.filter((each) => each.presence === presence)
    if (!those.length) return []
    const label = presence === 'came' ? '出席' : PRESENCE[presence]
    return [
      paragraph([run(`${label}：`, 'head'), run(those.map(present).join('；'))], {
        indent: { left: TWO_SIGNS + 960, hanging: 960 },
      }),
    ]
  })

const resolutions = (minutes: Minutes) =>
  minutes.resolutions.map(({ ordinal, kind, text, owner, dueDay }) =>
    paragraph(
      [
        run(`（${chineseNumber(ordinal)}）${kind}。`, 'sub'),
        run(`${text}（责任单位或责任人：${owner}；完成时限：${chineseDay(dueDay)}前）`),
      ],
      { indent: { firstLine: TWO_SIGNS } },
    ),
  )

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

const main = (minutes: Minutes, isSigned: boolean) => {
  const [day = '', clock = ''] = minutes.heldOn.split(' ')
  const title = `关于${minutes.caseNumber}个案的会商纪要${isSigned ? '' : '（未签发稿）'}`
  return [
    paragraph([run(title, 'title', SIZE.two)], {
      alignment: AlignmentType.CENTER,
      spacing: { before: 480, after: 480 },
    }),
    body(
      `${chineseDay(day)}${clock}，在${minutes.place}召开个案会商（${minutes.conferenceNumber}）。会议由${minutes.chair}主持，${minutes.recorder}记录。现纪要如下：`,
    ),
    head('一、会议议题'),
    ...minutes.agenda.map((item, index) => body(`${index + 1}．${item}`)),
    head('二、讨论情况'),
    ...lines(minutes.discussion).map(body),
    head('三、会议决议'),
    ...resolutions(minutes),
    head('四、不同意见'),
    ...(minutes.dissents.length
      ? minutes.dissents.flatMap(({ who, text }) =>
          lines(text).map((line, at) => body(at ? line : `${who}：${line}`)),
        )
      : [body('与会人员没有提出不同意见。')]),
    paragraph([]),
    ...attendance(minutes.attendees),
  ]
}

const signatureLine = (label: string, signed: Paper['signatures'][number] | undefined) =>
  paragraph(
    [
      run(
        `${label}（签字）：${signed ? `${signed.by}　${chineseDay(signed.on)}` : '＿＿＿＿＿＿　　年　月　日'}`,
      ),
    ],
    { indent: { firstLine: TWO_SIGNS }, keepLines: true },
  )

const signatureBlock = ({ organ }: Minutes, { signatures, signedOn }: Paper) => {
  const right = { alignment: AlignmentType.RIGHT, indent: { right: TWO_SIGNS * 2 }, keepNext: true }
  return [
    paragraph([]),
    signatureLine(
      '主持人',
      signatures.find(({ signedAs }) => signedAs === 'chair'),
    ),
    signatureLine(
      '签发人',
      signatures.find(({ signedAs }) => signedAs === 'second'),
    ),
    paragraph([]),
    paragraph([run(organ)], right),
    paragraph([run(signedOn ? chineseDay(signedOn) : '　　年　月　日')], right),
  ]
}

/** 版记: to whom, by whom and when; below it how the paper can be checked against the record. */
const imprint = ({ organ, attendees }: Minutes, { signedOn, hash, takenBy }: Paper) => {
  const units = [...new Set(attendees.map(({ organisation }) => organisation))].filter(
    (each) => each !== organ,
  )
  return [
    paragraph([]),
    paragraph([run(`抄送：${units.join('，')}。`, 'body', SIZE.four)], { border: ruleAbove }),
    paragraph(
      [run(`${organ}　　${signedOn ? `${chineseDay(signedOn)}印发` : '未签发'}`, 'body', SIZE.four)],
      { border: { ...ruleAbove, ...ruleBelow('000000', 6) } },
    ),
    ...[`正文校验值（SHA-256）：${hash}`, takenBy].map((text) =>
      paragraph([run(text, 'page', SIZE.five, '595959')], { spacing: { before: 60 } }),
    ),
  ]
}

/** — 1 —, outside: right on odd pages, left on even ones (GB/T 9704-2012 7.5). */
const pageNumber = (alignment: (typeof AlignmentType)['LEFT' | 'RIGHT']) =>
  new Footer({
    children: [
      new Paragraph({
        alignment,
        indent: { left: 280, right: 280 },
        children: [
          new TextRun({
            size: SIZE.four,
            font: { ascii: FACE.page, hAnsi: FACE.page, eastAsia: FACE.page },
            children: ['— ', PageNumber.CURRENT, ' —'],
          }),
        ],
      }),
    ],
  })

/** The minutes as a Word document by GB/T 9704-2012 (党政机关公文格式, 10.3 纪要格式). */
export const writeMinutes = (minutes: Minutes, paper: Paper): Promise<Buffer> =>
  Packer.toBuffer(
    new Document({
      title: `会商纪要 ${minutes.number}`,
      creator: minutes.organ,
      evenAndOddHeaderAndFooters: true,
      sections: [
        {
          properties: {
            page: {
              size: { width: mm(210), height: mm(297) },
              margin: { top: mm(37), bottom: mm(35), left: mm(28), right: mm(26), footer: mm(28) },
            },
          },
          footers: { default: pageNumber(AlignmentType.RIGHT), even: pageNumber(AlignmentType.LEFT) },
          children: [
            ...letterhead(minutes),
            ...main(minutes, paper.signedOn !== null),
            ...signatureBlock(minutes, paper),
            ...imprint(minutes, paper),
          ],
        },
      ],
    }),
  )
