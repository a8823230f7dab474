import { useState } from 'react'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Section } from '#web/kit/Page.tsx'
import { DangerLevel } from '../../assessments/scoring/danger.ts'
import { DANGER_LEVEL } from '../../labels.ts'
import { tryProcedure } from '../contract.ts'

type Result = OutputOf<typeof tryProcedure>

function Counts({ below, lines }: Result) {
  const text = (count: number | null) => (count === null ? `少于 ${below}` : String(count))
  if (!lines.length) return <p>现在没有在办的个案。</p>
  return (
    <>
      <div className="sw-scroll" tabIndex={0} role="region" aria-label="试算结果">
        <table className="sw-plain-table prc-counts">
          <thead>
            <tr>
              <th scope="col">按这个草稿</th>
              <th scope="col">全县</th>
              {DangerLevel.options.map((level) => (
                <th key={level} scope="col">
                  {DANGER_LEVEL[level]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map(({ what, text: words, county, levels }) => (
              <tr key={what}>
                <th scope="row">{words}</th>
                <td className="sw-number">{text(county)}</td>
                {DangerLevel.options.map((level) => (
                  <td key={level} className="sw-number">
                    {text(levels[level])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="sw-quiet">
        数目是件数。少于 {below}{' '}
        件的、以及能由此推算出来的，都不显示；密封的个案不在其中。没有列出的，表示没有个案会缺。
      </p>
    </>
  )
}

/** How the running cases would stand under a draft: counts alone, for administrators see no case. */
export function Trial({ id, isChanged }: { id: string; isChanged: boolean }) {
  const [result, setResult] = useState<Result>()
  const command = useCommand(tryProcedure, { onDone: setResult })
  return (
    <Section
      title="用在办个案试算"
      extra={
        <ActionButton
          needs={tryProcedure}
          isRunning={command.isRunning}
          disabledReason={isChanged ? '请先保存草稿' : undefined}
          onClick={() => void command.run({ id })}
        >
          试算
        </ActionButton>
      }
    >
      <p className="sw-quiet">
        假如在办个案改按这个草稿办，会缺什么、要新增哪些审批。这只是试算：发布以后，在办个案仍按各自立案时的那一版办，只有新立的个案按新版。
      </p>
      {result && <Counts {...result} />}
    </Section>
  )
}
