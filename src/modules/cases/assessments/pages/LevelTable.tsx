import { Input, Select } from 'antd'
import { DANGER_LEVEL } from '../../labels.ts'
import type { InstrumentContent, Level } from '../scoring/content.ts'
import { DangerLevel } from '../scoring/danger.ts'
import { ResultTag } from './ResultBox.tsx'

type Props = { content: InstrumentContent; isDraft: boolean; onChange: (content: InstrumentContent) => void }

const fromText = ({ from }: Level) => (from === null ? '只由回答直接得出' : `${from} 分起`)

function EditLevel({ level, onChange }: { level: Level; onChange: (level: Level) => void }) {
  return (
    <div className="asm-edit-row asm-edit-level">
      <label>
        <span>等级</span>
        <Input
          value={level.label}
          maxLength={20}
          onChange={({ target }) => onChange({ ...level, label: target.value })}
        />
      </label>
      <label>
        <span>危险程度</span>
        <Select<DangerLevel | 'none'>
          aria-label={`${level.label}的危险程度`}
          value={level.danger ?? 'none'}
          onChange={(danger) => onChange({ ...level, danger: danger === 'none' ? null : danger })}
          options={[
            ...DangerLevel.options.map((value) => ({ value, label: DANGER_LEVEL[value] })),
            { value: 'none' as const, label: '不涉及' },
          ]}
        />
      </label>
      <label>
        <span>起点分</span>
        <Input
          inputMode="numeric"
          placeholder="不按分"
          value={level.from ?? ''}
          onChange={({ target }) =>
            onChange({ ...level, from: /^\d{1,4}$/.test(target.value) ? Number(target.value) : null })
          }
        />
      </label>
      <label>
        <span>处置建议</span>
        <Input.TextArea
          rows={2}
          value={level.advice}
          maxLength={300}
          onChange={({ target }) => onChange({ ...level, advice: target.value })}
        />
      </label>
    </div>
  )
}

/** Levels, the worst first: by points, or by an answer alone. */
export function LevelTable({ content, isDraft, onChange }: Props) {
  const { levels, unknownAtLeast } = content
  const change = (at: number, level: Level) =>
    onChange({ ...content, levels: levels.map((each, index) => (index === at ? level : each)) })
  const least = levels.find(({ code }) => code === unknownAtLeast)
  return (
    <>
      {isDraft ? (
        levels.map((level, at) => (
          <EditLevel key={level.code} level={level} onChange={(next) => change(at, next)} />
        ))
      ) : (
        <div className="sw-scroll" tabIndex={0} role="region" aria-label="等级">
          <table className="sw-plain-table">
            <tbody>
              {levels.map((level) => (
                <tr key={level.code}>
                  <th scope="row">
                    <ResultTag label={level.label} danger={level.danger} />
                  </th>
                  <td className="sw-number">{fromText(level)}</td>
                  <td>{level.advice}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {least && <p className="sw-quiet">任何一题答“不清楚”，等级至少为“{least.label}”。</p>}
    </>
  )
}
