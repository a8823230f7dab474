import { DangerLevel } from '../../assessments/scoring/danger.ts'
import { DANGER_LEVEL } from '../../labels.ts'
import type { ProcedureContent } from '../content.ts'
import type { ProcedureNames } from '../contract.ts'
import { wayOf } from '../rules.ts'
import './procedure.css'

type Props = { content: ProcedureContent; names: ProcedureNames }

/** The way of a case of each level as a picture: stations that it must pass are filled, the others hollow. */
export function Ways({ content, names }: Props) {
  return DangerLevel.options.map((level) => (
    <div key={level}>
      <h3>{DANGER_LEVEL[level]}</h3>
      <ol className="prc-way" aria-label={`${DANGER_LEVEL[level]}个案的流程`}>
        {wayOf(content.levels[level], names).map(({ key, label, isNeeded, notes }) => (
          <li key={key} className={isNeeded ? 'prc-station' : 'prc-station prc-station-skipped'}>
            <strong>{label}</strong>
            {!isNeeded && <span>不要求</span>}
            {notes.map((note) => (
              <span key={note}>{note}</span>
            ))}
          </li>
        ))}
      </ol>
    </div>
  ))
}
