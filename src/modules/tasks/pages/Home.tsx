import { Segmented } from 'antd'
import { useState } from 'react'
import { listMyReports, takeReport } from '#modules/reports/contract.ts'
import { DutyNow } from './DutyNow.tsx'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Page } from '#web/kit/Page.tsx'
import { useCan, useSession } from '#web/session.tsx'
import { listMyTasks, listTeamTasks } from '../contract.ts'
import { LateOwners } from './LateOwners.tsx'
import { TaskList } from './TaskList.tsx'
import { Welcome } from './Welcome.tsx'
import './tasks.css'

const VIEWS = { mine: '我的待办', team: '辖区他人的待办', late: '超期按责任人' } as const
type View = keyof typeof VIEWS

const LEDE: Record<string, string> = {
  'child-director': '您负责的计划事项和探访。发现孩子有危险或困难，随时登记报告。',
  supervisor: '本人的待办、全镇的待办，以及谁超期了。',
  'duty-officer': '新报告先研判：有现实危险的两小时内，其他的下一个工作日内。',
  caseworker: '您负责的个案走到哪一步、下一步何时前。',
  'centre-head': '要您审批的、全县在办的，以及谁超期了。',
  'liaison-officer': '县未保中心转来、要你单位办理的事项。期限从发出时起算。',
}

function Today() {
  const { account } = useSession()
  const mayOversee = useCan(listTeamTasks)
  const [view, setView] = useState<View>('mine')
  return (
    <Page
      title="今天要做什么"
      lede={LEDE[account?.role ?? '']}
      actions={
        <>
          <ActionButton needs={listMyReports} to="/my-reports">
            我登记的报告
          </ActionButton>
          <ActionButton needs={takeReport} type="primary" to="/reports/new">
            登记报告
          </ActionButton>
        </>
      }
    >
      <DutyNow />
      {mayOversee && (
        <Segmented<View>
          aria-label="看哪些待办"
          value={view}
          onChange={setView}
          options={Object.entries(VIEWS).map(([value, label]) => ({ value: value as View, label }))}
        />
      )}
      {view === 'late' && <LateOwners />}
      {view === 'mine' && <TaskList endpoint={listMyTasks} isMine />}
      {view === 'team' && <TaskList endpoint={listTeamTasks} isMine={false} />}
    </Page>
  )
}

/** Each tier's first page: what must be done, late first. Whoever has no tasks gets a plain page without any child's data. */
export function Home() {
  return useCan(listMyTasks) ? <Today /> : <Welcome />
}
