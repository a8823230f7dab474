import type { OutputOf } from '#kernel/endpoint.ts'
import { useState } from 'react'
import { useCommand } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Section } from '#web/kit/Page.tsx'
import { useCan } from '#web/session.tsx'
import { tryInstrument } from '../versions/contract.ts'

/** What a draft would change in past results: counts, no names. For whoever may read cases. */
export function Trial({ id, isChanged }: { id: string; isChanged: boolean }) {
  const [result, setResult] = useState<OutputOf<typeof tryInstrument>>()
  const command = useCommand(tryInstrument, { onDone: setResult })
  if (!useCan(tryInstrument))
    return (
      <Section title="用以往的回答试算">
        <p className="sw-quiet">以往的回答属于个案，由中心负责人试算；他看到的也只有数目，没有姓名。</p>
      </Section>
    )
  return (
    <Section
      title="用以往的回答试算"
      extra={
        <ActionButton
          needs={tryInstrument}
          isRunning={command.isRunning}
          disabledReason={isChanged ? '请先保存草稿' : undefined}
          onClick={() => void command.run({ id })}
        >
          试算
        </ActionButton>
      }
    >
      {!result && (
        <p className="sw-quiet">按这个草稿重算以往的评估，看有多少份等级会变。只给数目，不改动任何评估。</p>
      )}
      {result && (
        <>
          <Facts
            columns={3}
            items={[
              { label: '试算', value: `${result.total} 份（最近的，最多 1000 份）` },
              { label: '不变', value: `${result.same} 份` },
              { label: '变得更严重', value: `${result.worse} 份` },
              { label: '变得更安全', value: `${result.safer} 份` },
              { label: '缺新题答案', value: `${result.incomplete} 份（按已有的回答算）` },
            ]}
          />
          {result.moves.length > 0 && (
            <ul className="asm-list">
              {result.moves.map(({ from, to, count }) => (
                <li key={`${from}${to}`}>
                  {from} → {to}：{count} 份
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </Section>
  )
}
