/** @jsxImportSource preact */
import { useState } from 'preact/hooks'
import type { Danger } from '../draft.ts'
import { Choice, Field, Screen, Steps, toggled } from '../kit.tsx'
import { PICTURES, type PictureName } from '../pictures.tsx'
import type { StepProps } from '../step.ts'

type Sentence = { text: string; picture: PictureName; danger?: keyof Danger }

/** Sentences of a child of eight; some answer a danger question of the desk at the same time. */
const SENTENCES: Sentence[] = [
  { text: '有人打我', picture: 'hit' },
  { text: '有人碰我不想被碰的地方', picture: 'touch', danger: 'isSexualHarmSuspected' },
  { text: '有人拍我的照片，或者让我脱衣服', picture: 'pictures', danger: 'isSexualHarmSuspected' },
  { text: '有人骂我、吓我', picture: 'scold' },
  { text: '同学欺负我', picture: 'classmate' },
  { text: '家里没有大人管我', picture: 'alone', danger: 'isUnattended' },
  { text: '我吃不饱，或者没有地方住', picture: 'hungry', danger: 'lacksFoodOrShelter' },
  { text: '我很难过、很害怕', picture: 'sad' },
  { text: '是别的事', picture: 'other' },
]

const dangerOfSentence = (text: string) => SENTENCES.find((each) => each.text === text)?.danger

export function MinorHappened({ draft, progress, change, next, back }: StepProps) {
  const [isMissing, setMissing] = useState(false)
  const isEmpty = !draft.tapped.length && draft.narrative.trim().length < 2
  const tap = (text: string) => {
    const tapped = toggled(draft.tapped, text)
    const fromSentences = new Set(SENTENCES.flatMap(({ danger }) => danger ?? []))
    const kept = draft.dangers.filter((name) => !fromSentences.has(name))
    const ticked = new Set(tapped.flatMap((each) => dangerOfSentence(each) ?? []))
    change({ tapped, dangers: [...kept, ...ticked] })
  }
  return (
    <Screen title="发生了什么？" progress={progress}>
      <p class="lede">是哪样，就点哪样。可以点几个。</p>
      <div class="choices">
        {SENTENCES.map(({ text, picture }) => (
          <Choice
            key={text}
            label={text}
            picture={PICTURES[picture]}
            isChosen={draft.tapped.includes(text)}
            onTap={() => tap(text)}
          />
        ))}
      </div>
      <Field
        label="还想说什么，写在这里"
        hint="写几个字就行，不会写的字用拼音。不写也可以。"
        isLong
        maxLength={3500}
        value={draft.narrative}
        onInput={(narrative) => change({ narrative })}
        problem={isMissing && isEmpty ? '点一个，或者写几个字，他们才知道怎么帮你。' : undefined}
      />
      <Steps next="下一步" onNext={() => (isEmpty ? setMissing(true) : next())} onBack={back} />
    </Screen>
  )
}
