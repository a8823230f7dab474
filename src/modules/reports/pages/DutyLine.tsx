import { Link } from 'react-router'
import { useEndpoint } from '#web/api.ts'
import { Phone } from '#web/kit/Phone.tsx'
import { getDuty, type Shift } from '../duty-roster/contract.ts'
import { SHIFT } from '../duty-roster/labels.ts'

const wordsOf = ({ person, phone }: Shift) => (
  <>
    <strong>{person.name}</strong> {phone && <Phone number={phone} />}
  </>
)

/** Who answers now, and who comes next. */
export function DutyLine() {
  const { data } = useEndpoint(getDuty, {})
  if (!data) return null
  return (
    <p className="sw-duty-line">
      <span>
        现在值班（{SHIFT[data.current.shift]}）：{data.now ? wordsOf(data.now) : '还没有排班'}
      </span>
      {data.next && (
        <span className="sw-quiet">
          接班（{SHIFT[data.next.shift]}）：{wordsOf(data.next)}
        </span>
      )}
      <Link to="/duty-roster">值班表</Link>
    </p>
  )
}
