import { useNavigate, useParams } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { Page } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { useCan } from '#web/session.tsx'
import { getRow } from '../preview/contract.ts'
import { decideRow } from '../review/contract.ts'
import { DecisionPanel, isDecidable } from './DecisionPanel.tsx'
import { RowView } from './RowView.tsx'
import './rosters.css'

/** One row of a roster, with everything that is known of it. */
export function RowPage() {
  const { id = '', rowNumber = '' } = useParams()
  const navigate = useNavigate()
  const mayDecide = useCan(decideRow)
  const query = useEndpoint(getRow, { id, rowNumber })
  const row = query.data
  return (
    <Page
      title={`名册第 ${rowNumber} 行`}
      tabTitle="名册的一行"
      breadcrumbs={[
        { title: '部门名册', to: '/rosters' },
        { title: '这份名册', to: `/rosters/${id}` },
        { title: `第 ${rowNumber} 行` },
      ]}
    >
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {!row && !query.error && <Loading rows={8} />}
      {row && <RowView row={row} />}
      {row && mayDecide && isDecidable(row) && (
        <DecisionPanel row={row} onDecided={() => void navigate(`/rosters/${id}?verdict=doubtful`)} />
      )}
    </Page>
  )
}
