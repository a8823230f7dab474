import { PrintSheet } from '#web/kit/PrintSheet.tsx'
import { instantText } from '#web/kit/times.tsx'
import type { ConferencePageRecord } from '../contract.ts'

const BLANK_ROWS = 6

const expected = ({ invited, record, chair }: ConferencePageRecord) => {
  if (record.attendees.length) return record.attendees.filter(({ presence }) => presence === 'came')
  return [
    { organisation: '主持人', name: chair.name, post: '' },
    ...invited
      .filter(({ isComing }) => isComing !== false)
      .flatMap(({ name, kind, people }) =>
        people.length
          ? people.map((each) => ({ organisation: name, name: each.name, post: each.post ?? '' }))
          : [{ organisation: kind === 'unit' ? name : '', name: kind === 'person' ? name : '', post: '' }],
      ),
  ]
}

/** 签到表: names of those who sit at the table, none of the child. */
export function SignInSheet({ conference }: { conference: ConferencePageRecord }) {
  const rows = expected(conference)
  return (
    <PrintSheet title="会商签到表" watermark={`${conference.number} 内部资料`}>
      <p>
        {conference.number}　{instantText(conference.startsAt)}　{conference.place}
      </p>
      <table className="cnf-sheet">
        <thead>
          <tr>
            <th>单位</th>
            <th>姓名</th>
            <th>职务</th>
            <th>签字</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ organisation, name, post }) => (
            <tr key={`${organisation}${name}`}>
              <td>{organisation}</td>
              <td>{name}</td>
              <td>{post}</td>
              <td />
            </tr>
          ))}
          {Array.from({ length: BLANK_ROWS }, (_, at) => (
            <tr key={`blank${at}`}>
              <td />
              <td />
              <td />
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      <p>与会人员对会商中知悉的未成年人个人信息负有保密责任。</p>
    </PrintSheet>
  )
}
