import { Link } from 'react-router'
import { Facts } from '#web/kit/Facts.tsx'
import { Section } from '#web/kit/Page.tsx'
import { fieldLabel } from '../labels.ts'
import type { Candidate, ComparedValue, RowDetail } from '../preview/contract.ts'
import { Problems, VerdictTag } from './RowList.tsx'

const RELATION = {
  same: '一致',
  differs: '不同',
  'roster-only': '名册才有',
  'file-only': '档案才有',
} satisfies Record<ComparedValue['relation'], string>

function RowSide({ row }: { row: RowDetail }) {
  return (
    <div className="roster-side">
      <h3>
        名册第 {row.rowNumber} 行（{row.department}，{row.asOfDay}）
      </h3>
      <Facts
        columns={1}
        items={row.values.map(({ field, value }) => ({ label: fieldLabel(field), value }))}
      />
    </div>
  )
}

function CandidateSide({ candidate, at, isOnly }: { candidate: Candidate; at: number; isOnly: boolean }) {
  return (
    <div className="roster-side">
      <h3>
        档案{isOnly ? '' : ` ${at + 1}`}：<Link to={`/children/${candidate.childId}`}>{candidate.name}</Link>
      </h3>
      <table className="sw-plain-table roster-compare">
        <thead>
          <tr>
            <th scope="col">项目</th>
            <th scope="col">名册</th>
            <th scope="col">档案</th>
            <th scope="col">比较</th>
          </tr>
        </thead>
        <tbody>
          {candidate.values.map(({ field, roster, file, relation, hint }) => (
            <tr key={field} className={relation === 'differs' ? 'roster-differs' : undefined}>
              <th scope="row">{fieldLabel(field)}</th>
              <td>{roster ?? '—'}</td>
              <td>{file ?? '—'}</td>
              <td>
                {RELATION[relation]}
                {hint && <div className="sw-quiet">{hint}</div>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Rules({ rules }: Pick<RowDetail, 'rules'>) {
  if (!rules.length) return null
  return (
    <details className="roster-rules">
      <summary>读取时清洗过 {rules.length} 处</summary>
      <ul>
        {rules.map(({ field, label, from, to }, at) => (
          // One field may be cleaned by several rules, and by one rule only once.
          <li key={`${field}:${label}:${String(at)}`}>
            {fieldLabel(field)}：{label}（{from || '空'} → {to || '空'}）
          </li>
        ))}
      </ul>
    </details>
  )
}

/** A row beside the file or the files it may belong to, with what is not right and what cleaning did. */
export function RowView({ row }: { row: RowDetail }) {
  return (
    <Section
      title={
        <>
          第 {row.rowNumber} 行 {row.name} <VerdictTag {...row} />
        </>
      }
    >
      {row.problems.length > 0 && <Problems problems={row.problems} />}
      <div className="roster-pair">
        <RowSide row={row} />
        {row.compared.map((candidate, at) => (
          <CandidateSide
            key={candidate.childId}
            candidate={candidate}
            at={at}
            isOnly={row.compared.length === 1}
          />
        ))}
        {!row.compared.length && (
          <div className="roster-side">
            <h3>档案</h3>
            <p className="sw-quiet">没有可以对照的档案。</p>
          </div>
        )}
      </div>
      {row.hiddenCandidates > 0 && (
        <p className="sw-quiet">
          还有 {row.hiddenCandidates} 份相像的档案不在您的辖区，拿不准时请县未保中心决定。
        </p>
      )}
      <Rules rules={row.rules} />
    </Section>
  )
}
