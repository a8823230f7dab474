import { Link } from 'react-router'
import type { DivisionChange } from '../divisions/contract.ts'

/** What happened to a place, in one sentence. */
export function ChangeSentence({ change }: { change: DivisionChange }) {
  const { kind, changedOn, oldName, newName, fromCode, toCode, documentNo, recordedBy } = change
  return (
    <span>
      <span className="sw-number">{changedOn}</span>{' '}
      {kind === 'rename' ? (
        <>
          {oldName} 更名为 <Link to={`/network/places/${toCode}`}>{newName}</Link>
        </>
      ) : (
        <>
          <Link to={`/network/places/${fromCode}`}>{oldName}</Link> 并入{' '}
          <Link to={`/network/places/${toCode}`}>{newName}</Link>
        </>
      )}
      <span className="sw-quiet">
        {documentNo && `,${documentNo}`}
        {recordedBy && `，${recordedBy}登记`}
      </span>
    </span>
  )
}
