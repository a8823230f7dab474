import { Input } from 'antd'
import { today } from '#kernel/day.ts'
import { useEndpoint } from '#web/api.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { DayText } from '#web/kit/times.tsx'
import { useNow } from '#web/use-now.ts'
import type { CaseRecord } from '../../contract.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { endRelation, listRelations, recordRelation, type CasePerson, type Relation } from '../contract.ts'
import { RELATION_KIND, RELATION_SOURCE } from '../labels.ts'
import { Genogram } from './Genogram.tsx'
import { RelationForm } from './RelationForm.tsx'
import './relations.css'

function EndForm({ relation, onDone }: { relation: Relation; onDone: () => void }) {
  const command = useCaseCommand(endRelation, { success: '已终止，记录仍保留' })
  const day = today(useNow())
  return (
    <RecordForm
      endpoint={endRelation}
      command={command}
      fixed={{ id: relation.id }}
      initial={{ toDay: day }}
      submit="终止这层关系"
      onCancel={onDone}
      onDone={onDone}
    >
      <FormField name="toDay" label="到哪天为止">
        <Input type="date" max={day} className="sw-date" />
      </FormField>
      <FormField name="reason" label="为什么终止">
        <Input maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

type Told = Relation & { who: CasePerson | undefined; whom: CasePerson | undefined }

const Name = ({ person }: { person: CasePerson | undefined }) => (
  <>
    {person?.name ?? '（密封）'}
    {person?.isChild && '（孩子）'}
    {person?.place && <span className="sw-quiet"> {person.place}</span>}
  </>
)

const columns: Column<Told>[] = [
  { key: 'who', title: '谁', render: ({ who }) => <Name person={who} /> },
  {
    key: 'kind',
    title: '是什么人',
    phone: 'corner',
    render: ({ kind }) =>
      kind === 'suspected-offender' ? (
        <StateTag tone="bad">⬢ {RELATION_KIND[kind]}</StateTag>
      ) : (
        RELATION_KIND[kind]
      ),
  },
  { key: 'whom', title: '谁的', render: ({ whom }) => <Name person={whom} /> },
  {
    key: 'period',
    title: '起止',
    render: ({ fromDay, toDay, endReason }) => (
      <>
        {fromDay ? <DayText value={fromDay} /> : '不详'} 至 {toDay ? <DayText value={toDay} /> : '今'}
        {endReason && <span className="sw-quiet">（{endReason}）</span>}
      </>
    ),
  },
  {
    key: 'source',
    title: '来源',
    render: ({ source, recordedBy }) => `${RELATION_SOURCE[source]}，${recordedBy}记录`,
  },
  {
    key: 'end',
    title: '操作',
    render: (relation) =>
      relation.toDay ? (
        '已终止'
      ) : (
        <FormDialog title="终止这层关系" label="终止" size="small" needs={endRelation}>
          {(close) => <EndForm relation={relation} onDone={close} />}
        </FormDialog>
      ),
  },
]

/** 人物关系: a picture, and the same as a table. */
export function Relations({ kase }: { kase: CaseRecord }) {
  const query = useEndpoint(listRelations, { caseId: kase.id })
  const { data } = query
  const of = (id: string) => data?.people.find((person) => person.id === id)
  const items = data?.relations.map((each) => ({ ...each, who: of(each.whoId), whom: of(each.whomId) }))
  if (query.error) return <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />
  return (
    <Section
      title="人物关系"
      extra={
        data && (
          <FormDialog title="记录人物关系" label="记录关系" needs={recordRelation}>
            {(close) => <RelationForm kase={kase} people={data} onDone={close} />}
          </FormDialog>
        )
      }
    >
      {data && <Genogram people={data.people} relations={data.relations} />}
      <RecordTable
        caption="人物关系"
        listing={{ ...query, data: items && { items, total: items.length } }}
        columns={columns}
        keyOf={({ id }) => id}
        empty={{
          title: '还没有记录人物关系',
          hint: '记下谁照护孩子、谁是监护人、谁知情、谁涉嫌加害：指派时据此核对回避。',
        }}
      />
    </Section>
  )
}
