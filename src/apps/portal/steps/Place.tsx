/** @jsxImportSource preact */
import type { Facts } from '../draft.ts'
import { Choice, Field, Screen, Steps } from '../kit.tsx'
import type { StepProps } from '../step.ts'

const MOST_SHOWN = 12

const nameOf = ({ name, town }: Facts['places'][number]) => (town ? `${town} ${name}` : name)

export const placeName = (facts: Facts | undefined, code: string | undefined) => {
  const place = facts?.places.find((each) => each.code === code)
  return place ? nameOf(place) : ''
}

/** Every sign that was typed stands in the name, in this order; the town's name may be typed too. */
const fits = (name: string, typed: string) => {
  let from = 0
  for (const sign of typed.replace(/\s/g, '')) {
    const at = name.indexOf(sign, from)
    if (at < 0) return false
    from = at + 1
  }
  return true
}

export function Place({ flow, draft, facts, progress, change, next, back }: StepProps) {
  const typed = draft.placeText
  const isChild = flow === 'minor'
  const found = typed.trim() ? (facts?.places ?? []).filter((place) => fits(nameOf(place), typed)) : []
  const chosen = placeName(facts, draft.divisionCode)
  return (
    <Screen title={isChild ? '你住在哪里？' : '孩子住在哪里，或者事情发生在哪里？'} progress={progress}>
      <p class="lede">{isChild ? '不知道、不想说，都可以跳过去。' : '不知道就跳过。'}</p>
      {chosen && (
        <Choice
          label={chosen}
          hint="再点一下去掉"
          isChosen
          onTap={() => change({ divisionCode: undefined })}
        />
      )}
      {facts ? (
        <Field
          label={isChild ? '打出村子的名字' : '村、社区的名字'}
          hint="打一两个字，再在下面点"
          type="search"
          maxLength={30}
          value={typed}
          onInput={(placeText) => change({ placeText })}
        />
      ) : (
        <p>村名还没有读出来。可以先跳过，在“发生了什么”里写上地方。</p>
      )}
      <div role="status" class="choices">
        {typed.trim() !== '' && !found.length && <p>名单里没有。可以换一个字试试，也可以就这样写着。</p>}
        {found.slice(0, MOST_SHOWN).map((place) => (
          <Choice
            key={place.code}
            label={nameOf(place)}
            isChosen={place.code === draft.divisionCode}
            onTap={() => change({ divisionCode: place.code, placeText: '' })}
          />
        ))}
        {found.length > MOST_SHOWN && <p class="hint">还有 {found.length - MOST_SHOWN} 个，请再打一个字。</p>}
      </div>
      <Steps next={chosen || typed.trim() ? '下一步' : '跳过'} onNext={next} onBack={back} />
    </Screen>
  )
}
