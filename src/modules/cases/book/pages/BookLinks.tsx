import { Link } from 'react-router'
import { Section } from '#web/kit/Page.tsx'
import type { CaseRecord } from '../../contract.ts'

/** The ways from the case page to everything at once. */
export function BookLinks({ kase }: { kase: CaseRecord }) {
  return (
    <Section title="卷宗">
      <ul className="sw-items">
        <li>
          <Link to={`/cases/${kase.id}/timeline`}>时间线</Link>：立案以来的每一件事，可以按类别和日期看。
        </li>
        <li>
          <Link to={`/cases/${kase.id}/book`}>个案卷宗</Link>：目录和全部文件，写明事由后可以打印。
        </li>
      </ul>
    </Section>
  )
}
