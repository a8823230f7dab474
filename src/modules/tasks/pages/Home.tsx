import { takeReport, listMyReports } from '#modules/reports/contract.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Page } from '#web/kit/Page.tsx'
import { useCan, useSession } from '#web/session.tsx'
import { listMyTasks, listOverdue } from '../contract.ts'
import { DutyNow } from './DutyNow.tsx'
import { DoneToday, Waiting } from './Others.tsx'
import { TaskList } from './TaskList.tsx'
import { Welcome } from './Welcome.tsx'
import './tasks.css'

const LEDE: Record<string, string> = {
  'child-director': '您负责的计划事项和探访。发现孩子有危险或困难，随时登记报告。',
  supervisor: '归您办的事。全镇谁手上有什么、谁超期了，在“队伍”里看。',
  'duty-officer': '新报告先研判：有现实危险的两小时内，其他的下一个工作日内。',
  caseworker: '您负责的个案走到哪一步、下一步何时前。',
  'centre-head': '要您审批和办理的。全县谁手上有什么、谁超期了，在“队伍”里看。',
  'liaison-officer': '县未保中心转来、要您单位办理的事项。期限从发出时起算，签收、询问都不停。',
}

function Today() {
  const { account } = useSession()
  const role = account?.role ?? ''
  return (
    <Page
      title={role === 'liaison-officer' ? `今天要做什么 · ${account?.unitName ?? '本单位'}` : '今天要做什么'}
      lede={LEDE[role]}
      actions={
        <>
          <ActionButton needs={listOverdue} to="/team">
            队伍
          </ActionButton>
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
      <TaskList endpoint={listMyTasks} isPlain={role === 'child-director'} />
      <Waiting />
      <DoneToday />
    </Page>
  )
}

/** Each tier's first page: what must be done, late first. Whoever has no tasks gets a plain page without any child's data. */
export function Home() {
  return useCan(listMyTasks) ? <Today /> : <Welcome />
}
