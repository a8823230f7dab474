/** @jsxImportSource preact */
import { useState } from 'preact/hooks'
import { Field, Screen, Steps } from './kit.tsx'

type Props = { isChild: boolean; digits: string; words: string[]; onRight: () => void; onBack: () => void }

const ORDER = ['一', '二', '三', '四', '五', '六']
const oneOf = (count: number) => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % count

/** Digits as people type them on a Chinese keyboard, without spaces. */
const plain = (text: string) =>
  text.replace(/[０-９]/g, (digit) => String(digit.charCodeAt(0) - 0xff10)).replace(/[\s、，,]/g, '')

/** Four digits of one group, or two words: enough to see that it was written down, not looked at. */
export function Retype({ isChild, digits, words, onRight, onBack }: Props) {
  const groups = digits.split(' ').filter((group) => group.length === 4)
  const [group] = useState(() => oneOf(groups.length))
  const [pair] = useState(() => oneOf(words.length - 1))
  const [typed, setTyped] = useState('')
  const [isWrong, setWrong] = useState(false)
  const check = () => {
    const text = plain(typed)
    const isRight = text === groups[group] || text === words.slice(pair, pair + 2).join('')
    if (isRight) onRight()
    else setWrong(true)
  }
  return (
    <Screen title={isChild ? '看着你记的，填一填' : '请看着您记下的码，填一小段'}>
      <p>
        记了数字的，填第{ORDER[group]}组的 4 个数字；记了词的，填第{ORDER[pair]}个和第{ORDER[pair + 1]}
        个词。
      </p>
      <Field
        label={`第${ORDER[group]}组数字，或者第${ORDER[pair]}、第${ORDER[pair + 1]}个词`}
        maxLength={12}
        value={typed}
        onInput={(text) => {
          setTyped(text)
          setWrong(false)
        }}
        problem={isWrong ? '和码对不上。点“再看一眼码”，对一对记下的有没有错。' : undefined}
      />
      <Steps next="对一对" onNext={check} onBack={onBack} back="再看一眼码" />
    </Screen>
  )
}
