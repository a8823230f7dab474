import type { ProcedureContent } from '../content.ts'
import type { ProcedureNames } from '../contract.ts'
import { differencesOf } from '../rules.ts'
import './procedure.css'

type Props = { from: ProcedureContent; to: ProcedureContent; names: ProcedureNames; none: string }

/** What another version says differently, a sentence each. */
export function Differences({ from, to, names, none }: Props) {
  const list = differencesOf(from, to, names)
  if (!list.length) return <p className="sw-quiet">{none}</p>
  return (
    <ul className="prc-list">
      {list.map((words) => (
        <li key={words}>{words}</li>
      ))}
    </ul>
  )
}
