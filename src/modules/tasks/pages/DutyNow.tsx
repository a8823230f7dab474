import { getDuty } from '#modules/reports/duty-roster/contract.ts'
import { SHIFT } from '#modules/reports/duty-roster/labels.ts'
import { useEndpoint } from '#web/api.ts'
import { useCan } from '#web/session.tsx'
import { Phone } from '#web/kit/Phone.tsx'

/** Who answers for reports right now, on the first page of every tier. */
export function DutyNow() {
  const mayRead = useCan(getDuty)
  const { data } = useEndpoint(getDuty, {}, { isEnabled: mayRead })
  if (!mayRead || !data) return null
  const { now, current } = data
  return (
    <p className="sw-duty-now">
      县未保中心现在值班（{SHIFT[current.shift]}）：
      {now ? (
        <>
          <strong>{now.person.name}</strong> {now.phone && <Phone number={now.phone} />}
        </>
      ) : (
        '还没有排班'
      )}
    </p>
  )
}
