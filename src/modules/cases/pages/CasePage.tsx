import { Input, Select } from 'antd'
import { Link, useParams } from 'react-router'
import { ageOn, today } from '#kernel/day.ts'
import { SEX } from '#modules/children/labels.ts'
import { Sex } from '#modules/children/contract.ts'
import { useEndpoint } from '#web/api.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { Instant } from '#web/kit/times.tsx'
import { useNow } from '#web/use-now.ts'
import { getCase, handOverCase, listHelpers, type CaseRecord } from '../contract.ts'
import { CASE_STEP } from '../labels.ts'
import { Assessments } from './Assessments.tsx'
import { CaseStateTag, LevelTag } from './CaseList.tsx'
import { CaseWay } from './CaseWay.tsx'
import { Closing, LookBacks } from './Closing.tsx'
import { PlanSection } from './PlanSection.tsx'
import { useCaseCommand } from './use-case-command.ts'
import './cases.css'

type Props = { kase: CaseRecord }

function HandOver({ kase, onDone }: Props & { onDone: () => void }) {
  const helpers = useEndpoint(listHelpers, { divisionCode: kase.divisionCode })
  const command = useCaseCommand(handOverCase, { success: '已更换负责人，待办已一并移交' })
  if (!helpers.data) return null
  return (
    <RecordForm
      endpoint={handOverCase}
      command={command}
      fixed={{ id: kase.id, version: kase.version }}
      submit="更换"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="ownerId" label="新的负责人">
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={helpers.data.owners
            .filter(({ id }) => id !== kase.owner.id)
            .map(({ id, name, role }) => ({ value: id, label: `${name}（${role}）` }))}
        />
      </FormField>
      <FormField name="reason" label="为什么更换">
        <Input maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

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

function Log({ kase }: Props) {
  return (
    <Section title="办理记录">
      <ol className="sw-log">
        {kase.steps.toReversed().map(({ command, at, by, note }) => (
          <li key={`${at}${command}`}>
            <Instant value={at} /> {by}：{CASE_STEP[command] ?? command}
            {note && `（${note}）`}
          </li>
        ))}
      </ol>
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
        <FormDialog
          title="更换负责人"
          needs={handOverCase}
          disabledReason={kase.state === 'closed' ? '个案已结案，不再更换负责人' : undefined}
        >
          {(close) => <HandOver kase={kase} onDone={close} />}
        </FormDialog>
      }
    >
      <CaseWay kase={kase} />
      <Basics kase={kase} />
      <Assessments kase={kase} />
      <PlanSection kase={kase} />
      <Closing kase={kase} />
      <LookBacks kase={kase} />
      <Log kase={kase} />
    </Page>
  )
}
