import { Button } from 'antd'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { DayText } from '#web/kit/times.tsx'
import { RowVerdict, type Counts, type Roster } from '../contract.ts'
import { fieldLabel, ROW_DECISION, ROW_VERDICT } from '../labels.ts'
import { listRows, RowFilter, type RosterRow } from '../preview/contract.ts'
import { FoundLists } from './FoundLists.tsx'
import { numberText, VERDICT_TONE } from './words.ts'

export function VerdictTag({ verdict, decision }: Pick<RosterRow, 'verdict' | 'decision'>) {
  return (
    <>
      <StateTag tone={decision ? 'good' : VERDICT_TONE[verdict]}>{ROW_VERDICT[verdict]}</StateTag>
      {decision && <span className="sw-quiet"> {ROW_DECISION[decision]}</span>}
    </>
  )
}

/** Problems in words, the grave ones first as the server orders them. */
export function Problems({ problems }: Pick<RosterRow, 'problems'>) {
  if (!problems.length) return <span className="sw-quiet">—</span>
  return (
    <ul className="roster-problems">
      {problems.map(({ field, code, message, severity }) => (
        <li key={`${field}:${code}`} className={severity === 'note' ? 'sw-quiet' : undefined}>
          {field !== 'note' && `${fieldLabel(field)}：`}
          {message}
        </li>
      ))}
    </ul>
  )
}

const columns: Column<RosterRow>[] = [
  {
    key: 'row',
    title: '行',
    render: ({ rowNumber, name }) => (
      <>
        第 {rowNumber} 行<span className="roster-phone-only"> {name}</span>
      </>
    ),
  },
  { key: 'name', title: '姓名', phone: 'absent', render: ({ name }) => name ?? '—' },
  { key: 'verdict', title: '判定', phone: 'corner', render: (row) => <VerdictTag {...row} /> },
  {
    key: 'birthDay',
    title: '出生日期',
    phone: 'absent',
    render: ({ birthDay }) => <DayText value={birthDay} />,
  },
  { key: 'village', title: '村（居）', render: ({ divisionName }) => divisionName ?? '—' },
  { key: 'problems', title: '理由', render: (row) => (row.problems.length ? <Problems {...row} /> : '—') },
  {
    key: 'changes',
    title: '会写入',
    render: ({ changes }) =>
      changes.length ? <span className="roster-counts">{changes.map(fieldLabel).join('、')}</span> : '—',
  },
]

type FilterProps = {
  counts: Counts
  filters: RowFilter
  onChange: (change: Partial<RowFilter>) => void
}

function VerdictButtons({ counts, filters, onChange }: FilterProps) {
  const isAll = !filters.verdict && !filters.problem && !filters.rule && !filters.decision
  const none = { verdict: undefined, problem: undefined, rule: undefined, decision: undefined }
  const look = (isOn: boolean) => ({ type: isOn ? 'primary' : 'default', 'aria-pressed': isOn }) as const
  return (
    <div className="roster-verdicts" role="group" aria-label="按判定筛选">
      <Button {...look(isAll)} onClick={() => onChange(none)}>
        全部 {numberText(counts.rows)}
      </Button>
      {RowVerdict.options
        .filter((verdict) => counts.verdicts[verdict])
        .map((verdict) => (
          <Button
            key={verdict}
            {...look(filters.verdict === verdict)}
            onClick={() => onChange({ ...none, verdict })}
          >
            {ROW_VERDICT[verdict]} {numberText(counts.verdicts[verdict])}
          </Button>
        ))}
    </div>
  )
}

/** What the preview found, by verdict, by problem and by cleaning rule, and the rows themselves. */
export function RowList({ roster: { id }, counts }: { roster: Roster; counts: Counts }) {
  const [filters, setFilters] = useFilters(RowFilter)
  const rows = useEndpoint(listRows, { ...filters, id })
  return (
    <>
      <VerdictButtons counts={counts} filters={filters} onChange={setFilters} />
      <FoundLists counts={counts} filters={filters} onChange={setFilters} />
      <RecordTable
        caption="名册各行"
        listing={rows}
        columns={columns}
        keyOf={({ rowNumber }) => String(rowNumber)}
        to={({ rowNumber }) => `/rosters/${id}/rows/${rowNumber}`}
        empty={{ title: '没有这样的行', hint: '点“全部”看所有的行' }}
        paging={{
          page: filters.page,
          pageSize: filters.pageSize,
          onChange: (page, pageSize) => setFilters({ page, pageSize }),
        }}
      />
    </>
  )
}
