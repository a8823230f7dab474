import { addDays, addMonths, weekdayOf } from '#kernel/day.ts'

type Props = { month: string; holidays: ReadonlySet<string>; workdays: ReadonlySet<string> }

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']

/** Weeks of a month from Monday on; empty places are undefined. */
const weeksOf = (month: string) => {
  const first = `${month}-01`
  const end = addMonths(first, 1)
  const days: (string | undefined)[] = Array.from({ length: (weekdayOf(first) + 6) % 7 }, () => undefined)
  for (let day = first; day < end; day = addDays(day, 1)) days.push(day)
  while (days.length % 7) days.push(undefined)
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
}

function Day({ day, holidays, workdays }: { day: string | undefined } & Omit<Props, 'month'>) {
  if (!day) return <td />
  const isWeekend = weekdayOf(day) === 0 || weekdayOf(day) === 6
  const mark = holidays.has(day) ? '休' : workdays.has(day) ? '班' : undefined
  const look =
    mark === '休' ? 'sw-day-off' : mark === '班' ? 'sw-day-work' : isWeekend ? 'sw-day-weekend' : undefined
  return (
    <td className={look}>
      {Number(day.slice(8))}
      {mark && <small>{mark}</small>}
    </td>
  )
}

/** A month with its days off (休) and make-up working days (班). */
export function Month({ month, ...marks }: Props) {
  return (
    <div className="sw-month">
      <table>
        <caption>{Number(month.slice(5))} 月</caption>
        <thead>
          <tr>
            {WEEKDAYS.map((name) => (
              <th key={name} scope="col" abbr={`星期${name}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week.find(Boolean)}>
              {week.map((day, index) => (
                <Day key={day ?? `${month}-${WEEKDAYS[index]}`} day={day} {...marks} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
