import { Link, useParams } from 'react-router'
import { ageOn, today } from '#kernel/day.ts'
import { SEX } from '#modules/children/labels.ts'
import { Sex } from '#modules/children/contract.ts'
import { listHandOvers } from '#modules/referrals/hand-over/contract.ts'
import { useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { Instant } from '#web/kit/times.tsx'
import { useNow } from '#web/use-now.ts'
import { HandOver } from '../assigning/pages/HandOver.tsx'
import { LateApproval } from '../approvals/pages/LateApproval.tsx'
import { BreakGlassBanner } from '../break-glass/pages/Banner.tsx'
import { getCase, handOverCase, type CaseRecord } from '../contract.ts'
import { isOver } from '../rules.ts'
import { CaseStateTag, LevelTag } from './CaseList.tsx'
import { CaseParts } from './CaseParts.tsx'
import { CaseWay } from './CaseWay.tsx'
import './cases.css'

type Props = { kase: CaseRecord }

function Child({ kase: { child, isSealed } }: Props) {
  const day = today(useNow())
  if (!child) return '（密封）'
  const words = `${SEX[Sex.parse(child.sex)]}，${ageOn(child.birthDay, day)} 岁`
  return (
    <>
      <Link to={`/children/${child.id}`}>{child.name}</Link> {words}
      {isSealed && '（密封个案）'}
    </>
  )
}

function Basics({ kase }: Props) {
  return (
    <Section>
      <Facts
        columns={3}
        items={[
          { label: '孩子', value: <Child kase={kase} /> },
          { label: '村（居）', value: kase.place },
          { label: '负责人', value: kase.owner.isMe ? `${kase.owner.name}（我）` : kase.owner.name },
          { label: '立案', value: <Instant value={kase.openedAt} /> },
          ...(kase.closedAt ? [{ label: '结案', value: <Instant value={kase.closedAt} /> }] : []),
          ...(kase.reports.length
            ? [
                {
                  label: '报告',
                  value: kase.reports.map(({ id, number, isTold }) => (
                    <span key={id}>
                      <Link to={`/reports/${id}`}>{number}</Link>（{isTold ? '已答复' : '还没答复报告人'}
                      ）{' '}
                    </span>
                  )),
                },
              ]
            : []),
        ]}
      />
    </Section>
  )
}

export function CasePage() {
  const { id = '' } = useParams()
  const query = useEndpoint(getCase, { id })
  const kase = query.data
  const breadcrumbs = [{ title: '个案', to: '/cases' }, { title: kase?.number ?? '' }]
  if (query.error)
    return (
      <Page title="个案" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
      </Page>
    )
  if (!kase) return <Loading rows={12} />
  return (
    <Page
      title={
        <>
          {kase.number} <CaseStateTag state={kase.state} /> <LevelTag level={kase.dangerLevel} />
        </>
      }
      tabTitle={kase.number}
      breadcrumbs={breadcrumbs}
      actions={
        <>
          <ActionButton needs={listHandOvers} to={`/cases/${kase.id}/hand-over`}>
            离线交接
          </ActionButton>
          <FormDialog
            title="更换负责人"
            needs={handOverCase}
            disabledReason={isOver(kase.state) ? '个案已结案，不再更换负责人' : undefined}
          >
            {(close) => <HandOver kase={kase} onDone={close} />}
          </FormDialog>
        </>
      }
    >
      <BreakGlassBanner caseId={kase.id} />
      <CaseWay kase={kase} />
      {kase.facts.isApprovalOwed && <LateApproval kase={kase} />}
      <Basics kase={kase} />
      <CaseParts kase={kase} />
    </Page>
  )
}
