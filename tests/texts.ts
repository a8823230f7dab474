import { Visitor, parseAst } from 'vite'

/** A piece of text in a source file: its signs, each with its place in the file; -1 stands for something put in at run time. */
export type Text = { sign: string; at: number }[]

const PUT_IN = { sign: '\0', at: -1 }
/** Stands in the text of a page: everything there is for Chinese readers. */
const ON_PAGE = { sign: '\x01', at: -1 }
const signsOf = (source: string, start: number, end: number): Text =>
  Array.from({ length: end - start }, (_, at) => ({ sign: source[start + at] ?? '', at: start + at }))

type Span = { start: number; end: number }
type Node = Span & { type: string }

/** Every string, template and run of JSX text; patterns of RegExp and tagged templates (SQL) are no texts. */
export const textsIn = (path: string, source: string): Text[] => {
  const texts: Text[] = []
  const passedOver = new Set<number>()
  const ofChildren = ({ children }: { children: Node[] }) => {
    texts.push(
      children.flatMap((child) =>
        child.type === 'JSXText' ? signsOf(source, child.start, child.end) : [ON_PAGE],
      ),
    )
  }
  new Visitor({
    TaggedTemplateExpression: ({ quasi }) => void passedOver.add(quasi.start),
    NewExpression: ({ callee, arguments: given }) => {
      if (callee.type === 'Identifier' && callee.name === 'RegExp')
        for (const { start } of given) passedOver.add(start)
    },
    Literal: (node) => {
      if (typeof node.value === 'string' && !passedOver.has(node.start))
        texts.push(signsOf(source, node.start + 1, node.end - 1))
    },
    TemplateLiteral: ({ start, quasis }) => {
      if (passedOver.has(start)) return
      // The span of a template's part holds its delimiters.
      texts.push(
        quasis.flatMap((part, index) => {
          const from = source.indexOf(part.value.raw, part.start)
          return [...(index ? [PUT_IN] : []), ...signsOf(source, from, from + part.value.raw.length)]
        }),
      )
    },
    JSXElement: ofChildren,
    JSXFragment: ofChildren,
  }).visit(parseAst(source, { lang: path.endsWith('x') ? 'tsx' : 'ts' }))
  return texts
}

const HAN = /[\p{Script=Han}“”‘’「」《》（），。；：？！、…—]/u
const HALF_WIDTH = /[,;:?!()]/
/** Ways to write an address, shown as they are typed. */
const AS_TYPED = /主机:端口|用户:口令|主机:\d+|mailto:邮箱/gu

/** Half-width punctuation that touches Chinese, or what is put into a Chinese text; each with its place in the file. */
export const halfWidthIn = (text: Text): Text => {
  const whole = text.map(({ sign }) => sign).join('')
  const isChinese = /[\p{Script=Han}《》“”（）]/u.test(whole)
  const typed = [...whole.matchAll(AS_TYPED)].map(
    ({ index, 0: { length } }) => [index, index + length] as const,
  )
  return text.filter(({ sign }, index) => {
    if (!HALF_WIDTH.test(sign) || typed.some(([from, to]) => index >= from && index < to)) return false
    const around = [text[index - 1], text[index + 1]].filter((other) => other !== undefined)
    if (around.some((other) => other.sign === ON_PAGE.sign)) return true
    const putIn = around.filter(({ at }) => at === -1).length
    // Between two values a colon may be that of a clock, and brackets those of a formula; a comma is none of numbers.
    const isBetween = putIn === 2 && /[,;?!]/.test(sign)
    return isChinese && (around.some((other) => HAN.test(other.sign)) || putIn === 1 || isBetween)
  })
}
