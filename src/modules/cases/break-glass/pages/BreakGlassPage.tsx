import { Input, Radio } from 'antd'
import { Link, useParams } from 'react-router'
import { useCommand, useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import { useCan } from '#web/session.tsx'
import {
  endBreakGlass,
  getBreakGlass,
  listBreakGlass,
  reviewBreakGlass,
  type BreakGlass,
} from '../contract.ts'
import { VERDICT } from '../labels.ts'
import { StateOf } from './BreakGlassList.tsx'

const READ = [getBreakGlass, listBreakGlass]

function Review({ glass }: { glass: BreakGlass }) {
  const command = useCommand(reviewBreakGlass, { success: '已复核', refreshes: READ })
  return (
    <Section title="复核">
      <RecordForm
        endpoint={reviewBreakGlass}
        command={command}
        fixed={{ id: glass.id }}
        submit="记录复核意见"
      >
        <FormField name="verdict" label="当时应不应当打开">
          <Radio.Group
            options={[
              { value: 'justified', label: VERDICT.justified },
              { value: 'not-justified', label: VERDICT['not-justified'] },
            ]}
          />
        </FormField>
        <FormField name="words" label="复核意见" hint="写下后不能修改。">
          <Input.TextArea rows={3} maxLength={200} />
        </FormField>
      </RecordForm>
    </Section>
  )
}

/** One opening: who, when, why, and what the head thinks of it. */
export function BreakGlassPage() {
  const { id = '' } = useParams()
  const query = useEndpoint(getBreakGlass, { id })
  const end = useCommand(endBreakGlass, { success: '调阅已结束', refreshes: READ })
  const mayReview = useCan(reviewBreakGlass)
  const glass = query.data
  const breadcrumbs = [{ title: '紧急调阅', to: '/break-glass' }, { title: glass?.number ?? '' }]
  if (query.error)
    return (
      <Page title="紧急调阅" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  if (!glass) return <Loading />
  const mayEnd = glass.isRunning && (glass.openedBy.isMe || mayReview)
  return (
    <Page
      title={
        <>
          紧急调阅 {glass.number} <StateOf glass={glass} />
        </>
      }
      tabTitle="紧急调阅"
      breadcrumbs={breadcrumbs}
      actions={
        mayEnd && (
          <ActionButton needs={endBreakGlass} isRunning={end.isRunning} onClick={() => void end.run({ id })}>
            现在就关闭
          </ActionButton>
        )
      }
    >
      <Section>
        <Facts
          columns={2}
          items={[
            {
              label: '个案',
              value: glass.caseId ? <Link to={`/cases/${glass.caseId}`}>{glass.number}</Link> : glass.number,
            },
            {
              label: '调阅人',
              value: glass.openedBy.isMe ? `${glass.openedBy.name}（我）` : glass.openedBy.name,
            },
            { label: '打开', value: <Instant value={glass.openedAt} /> },
            { label: '到时自动关闭', value: <Instant value={glass.endsAt} /> },
            { label: '事由', value: <span className="sw-text">{glass.reason}</span>, isWide: true },
            ...(glass.verdict
              ? [
                  {
                    label: '复核',
                    value: (
                      <>
                        {glass.reviewedBy}：{VERDICT[glass.verdict]} <Instant value={glass.reviewedAt} />
                        <p className="sw-text">{glass.words}</p>
                      </>
                    ),
                    isWide: true,
                  },
                ]
              : []),
          ]}
        />
      </Section>
      {mayReview && !glass.verdict && !glass.openedBy.isMe && <Review glass={glass} />}
    </Page>
  )
}
