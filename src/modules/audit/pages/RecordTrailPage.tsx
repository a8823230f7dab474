import { useMemo } from 'react'
import { Link, useParams } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { getRecordTrail } from '../contract.ts'
import { SUBJECT_LABEL } from '../labels.ts'
import { trailColumns } from './columns.tsx'
import { useActionLabels } from './use-action-labels.ts'

/** Who opened, changed or was refused one record. */
export function RecordTrailPage() {
  const { id = '' } = useParams()
  const trail = useEndpoint(getRecordTrail, { id })
  const { labelOf } = useActionLabels()
  const columns = useMemo(() => trailColumns(labelOf), [labelOf])
  const kind = trail.data?.subjectKind
  const name = kind ? (SUBJECT_LABEL[kind] ?? kind) : '记录'
  return (
    <Page
      title={`谁经手过这条${name}`}
      breadcrumbs={[{ title: '审计记录', to: '/audit' }, { title: `${name} …${id.slice(-6)}` }]}
      lede={
        <>
          编号 <span className="sw-number">{id}</span>。按人和操作汇总，最近的在前；
          <Link to={`/audit?subjectId=${id}`}>逐条查看</Link>
        </>
      }
    >
      <Section isFlush>
        <RecordTable
          caption="经手人"
          listing={trail}
          columns={columns}
          keyOf={({ actorId, actorRole, action, result }) => [actorId, actorRole, action, result].join()}
          empty={{ title: '没有人经手过这条记录', hint: '请核对编号' }}
        />
      </Section>
    </Page>
  )
}
