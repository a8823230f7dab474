/** @jsxImportSource preact */
import type { Draft, Facts, Workplace } from '../draft.ts'
import { Choice, Field } from '../kit.tsx'

const MOST_SHOWN = 8
const MOST_CHOSEN = 5

type Props = {
  draft: Draft
  facts: Facts | undefined
  isChild?: boolean
  change: (patch: Partial<Draft>) => void
}

const isSame = (one: Workplace, other: Workplace) =>
  one.kind === other.kind && one.id === other.id && one.name === other.name

// The contract lists units, places with an office of their own, and the county's own centre.
const workplaceOf = ({ id, name, kind }: Facts['workplaces'][number]): Workplace =>
  kind === 'centre' || kind === 'division'
    ? { kind, id: kind === 'centre' ? '' : id, name }
    : { kind: 'unit', id, name }

const offices = (facts: Facts): Workplace[] => [
  ...facts.workplaces.map(workplaceOf),
  ...facts.places
    .filter(({ code }) => !facts.workplaces.some(({ id }) => id === code))
    .map(({ code, name, town }) => ({
      kind: 'division' as const,
      id: code,
      name: `${town ?? ''}${name}（村、社区或镇的干部）`,
    })),
]

/** Where somebody named in the report works: the people there are kept from it. */
export function Workplaces({ draft, facts, isChild = false, change }: Props) {
  const { workplaces, workplaceText } = draft
  const text = workplaceText.trim()
  const found = facts && text ? offices(facts).filter(({ name }) => name.includes(text)) : []
  const set = (next: Workplace[]) => change({ workplaces: next, workplaceText: '' })
  return (
    <div>
      {workplaces.map((place) => (
        <Choice
          key={place.name}
          label={place.name}
          hint={
            isChild ? '这里的人看不到你写的。再点一下去掉。' : '这个单位的人看不到您的报告。再点一下去掉。'
          }
          isChosen
          onTap={() => set(workplaces.filter((each) => !isSame(each, place)))}
        />
      ))}
      {workplaces.length < MOST_CHOSEN && (
        <Field
          label={isChild ? '他在哪里上班？（可以不说）' : '在哪里工作？（可以不填）'}
          hint={isChild ? '比如：学校的名字' : '打出学校、医院、单位或村的名字，在下面点'}
          type="search"
          maxLength={100}
          value={workplaceText}
          onInput={(typed) => change({ workplaceText: typed })}
        />
      )}
      <div role="status" class="choices">
        {found.slice(0, MOST_SHOWN).map((place) => (
          <Choice
            key={place.id + place.name}
            label={place.name}
            isChosen={workplaces.some((each) => isSame(each, place))}
            onTap={() => set([...workplaces, place])}
          />
        ))}
        {text.length > 1 && (
          <p class="hint">名单里有的请点一下，那里的人就看不到；没有的，就这样写着一起交上去。</p>
        )}
      </div>
    </div>
  )
}
