/** @jsxImportSource preact */
import { useLayoutEffect, useState } from 'preact/hooks'
import {
  DUTY_BODIES,
  DUTY_KIND_NAMES,
  DUTY_KINDS,
  type DutyBody,
  type DutyKind,
} from '#modules/reports/duty-kinds/labels.ts'
import { DutyAnswer } from './DutyAnswer.tsx'
import { catchBack } from './history.ts'
import { Choice, Screen, Steps, toggled } from './kit.tsx'

type Props = { onClose: () => void; onReport: (kinds: DutyKind[]) => void }

// Object.keys of a literal record gives its keys; TypeScript only says string.
const BODIES = Object.keys(DUTY_BODIES) as DutyBody[]

/** Two questions and an answer. It runs here and sends nothing. */
export function DutyGuide({ onClose, onReport }: Props) {
  const [place, setPlace] = useState(0)
  const [body, setBody] = useState<DutyBody | 'none'>()
  const [kinds, setKinds] = useState<DutyKind[]>([])
  const back = () => (place === 0 ? onClose() : setPlace(place - 1))
  useLayoutEffect(() => catchBack(back))

  if (place === 2)
    return (
      <DutyAnswer
        hasDuty={body !== undefined && body !== 'none'}
        kinds={kinds}
        onReport={() => onReport(kinds)}
        onBack={back}
      />
    )
  if (place === 1)
    return (
      <Screen title="您发现了哪种情形？" progress="第 2 步，共 2 步">
        <p class="lede">可以点几个。不用肯定，“疑似”就算。</p>
        <div class="choices">
          {DUTY_KIND_NAMES.map((kind) => (
            <Choice
              key={kind}
              label={DUTY_KINDS[kind].text}
              hint={DUTY_KINDS[kind].isRead ? undefined : '文字待核实'}
              isChosen={kinds.includes(kind)}
              onTap={() => setKinds(toggled(kinds, kind))}
            />
          ))}
        </div>
        <Steps next={kinds.length ? '看结果' : '都不是，看结果'} onNext={() => setPlace(2)} onBack={back} />
      </Screen>
    )
  return (
    <Screen title="您在哪里工作？" progress="第 1 步，共 2 步">
      <p class="lede">只在这部手机里判断，不会发出去。</p>
      <div class="choices">
        {BODIES.map((each) => (
          <Choice
            key={each}
            label={DUTY_BODIES[each]}
            isChosen={body === each}
            onTap={() => {
              setBody(each)
              setPlace(1)
            }}
          />
        ))}
        <Choice
          label="都不是，我是普通群众"
          isChosen={body === 'none'}
          onTap={() => {
            setBody('none')
            setPlace(1)
          }}
        />
      </div>
      <Steps next="回到首页" onNext={onClose} />
    </Screen>
  )
}
