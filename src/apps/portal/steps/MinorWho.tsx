/** @jsxImportSource preact */
import { Choice, Field, Screen, Steps } from '../kit.tsx'
import { PICTURES, type PictureName } from '../pictures.tsx'
import type { StepProps } from '../step.ts'
import { Workplaces } from './Workplaces.tsx'

const WHO: { text: string; picture: PictureName; hasWorkplace?: true }[] = [
  { text: '家里的大人', picture: 'family', hasWorkplace: true },
  { text: '老师，或者学校里的大人', picture: 'school', hasWorkplace: true },
  { text: '同学', picture: 'classmate' },
  { text: '邻居、村里的大人', picture: 'neighbour', hasWorkplace: true },
  { text: '网上认识的人', picture: 'net' },
  { text: '不认识，或者不想说', picture: 'unknown' },
]

export function MinorWho({ draft, facts, progress, change, next, back }: StepProps) {
  const chosen = WHO.find(({ text }) => draft.accusedName?.startsWith(text))
  const rest = chosen ? (draft.accusedName ?? '').slice(chosen.text.length).replace(/^：/, '') : ''
  return (
    <Screen title="是谁让你难受？" progress={progress}>
      <p class="lede">这个人看不到你写的话。</p>
      <div class="choices">
        {WHO.map(({ text, picture }) => (
          <Choice
            key={text}
            label={text}
            picture={PICTURES[picture]}
            isChosen={chosen?.text === text}
            onTap={() => change({ accusedName: chosen?.text === text ? undefined : text })}
          />
        ))}
      </div>
      {chosen && chosen.picture !== 'unknown' && (
        <Field
          label="你怎么叫他？（可以不说）"
          hint="比如：叔叔、王老师"
          maxLength={30}
          value={rest}
          onInput={(name) => change({ accusedName: name ? `${chosen.text}：${name}` : chosen.text })}
        />
      )}
      {chosen?.hasWorkplace && <Workplaces draft={draft} facts={facts} isChild change={change} />}
      <Steps next={chosen ? '下一步' : '跳过'} onNext={next} onBack={back} />
    </Screen>
  )
}
