import { Select } from 'antd'
import { StateTag } from '#web/kit/StateTag.tsx'
import { FIELDS, fieldsFor, type FieldName, type Subject } from '../cleaning/fields.ts'
import type { Column } from '../contract.ts'

export type Chosen = FieldName | 'ignore'

/** Below this the user should look (`ColumnMapping.confidence`). */
const SURE = 0.7

const optionsFor = (subject: Subject) => [
  { value: 'ignore' as const, label: '不导入这一列' },
  ...fieldsFor(subject).map((field) => ({ value: field, label: FIELDS[field].label })),
]

function Why({ column, field }: { column: Column; field: Chosen }) {
  if (field !== column.field) return <StateTag tone="active">由您改选</StateTag>
  const isSure = column.confidence >= SURE
  return (
    <>
      <StateTag tone={isSure ? 'good' : 'attention'}>
        {isSure ? '把握大' : '请核对'} {Math.round(column.confidence * 100)}%
      </StateTag>{' '}
      <span className="sw-quiet">{column.why}</span>
    </>
  )
}

type Props = {
  columns: Column[]
  fields: Chosen[]
  subject: Subject
  onChange: (fields: Chosen[]) => void
}

/** One line for each column of the file; a field that two columns claim is told at both. */
export function MappingTable({ columns, fields, subject, onChange }: Props) {
  const options = optionsFor(subject)
  const isTwice = (field: Chosen) => field !== 'ignore' && fields.filter((each) => each === field).length > 1
  return (
    <table className="sw-plain-table roster-mapping">
      <caption className="roster-caption">文件里的每一列是什么；样例已隐去个人信息</caption>
      <thead>
        <tr>
          <th scope="col">文件里的列</th>
          <th scope="col">样例</th>
          <th scope="col">对应</th>
          <th scope="col">依据</th>
        </tr>
      </thead>
      <tbody>
        {columns.map((column, at) => {
          const field = fields[at] ?? 'ignore'
          const label = column.label || `第 ${column.index + 1} 列（没有表头）`
          return (
            <tr key={column.index}>
              <th scope="row">{label}</th>
              <td className="roster-samples">{column.samples.join('、') || '（空）'}</td>
              <td>
                <Select<Chosen>
                  aria-label={`“${label}”对应`}
                  className="roster-field"
                  value={field}
                  status={isTwice(field) ? 'error' : ''}
                  popupMatchSelectWidth={false}
                  showSearch={{ optionFilterProp: 'label' }}
                  options={options}
                  onChange={(next) => onChange(fields.map((each, i) => (i === at ? next : each)))}
                />
                {isTwice(field) && <div className="sw-field-error">有两列选了这一项，请只留一列</div>}
              </td>
              <td>
                <Why column={column} field={field} />
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
