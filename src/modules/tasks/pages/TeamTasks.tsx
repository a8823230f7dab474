import { ROLE_LABEL } from '#modules/identity/labels.ts'
import { useEndpoint } from '#web/api.ts'
import { useFilters } from '#web/filters.ts'
import { Button } from 'antd'
import { Page } from '#web/kit/Page.tsx'
import { listOverdue, listTeamTasks, TeamFilter } from '../contract.ts'
import { TaskList } from './TaskList.tsx'

/** Whose tasks are looked at, in words. */
const useWhose = () => {
  const [filters, setFilters] = useFilters(TeamFilter)
  const { data } = useEndpoint(listOverdue, {})
  const { ownerId, ownerRole, unitId, town } = filters
  const owner = data?.items.find((each) => each.owner.id === (ownerId ?? unitId))?.owner.name
  const place = data?.towns.find(({ code }) => code === town)?.name
  const parts = [ownerRole && ROLE_LABEL[ownerRole], owner, place].filter(Boolean)
  const isNarrowed = Boolean(ownerId ?? ownerRole ?? unitId ?? town)
  const clear = () =>
    setFilters({ ownerId: undefined, ownerRole: undefined, unitId: undefined, town: undefined })
  return { words: parts.join('、') || '选中的责任人', isNarrowed, clear }
}

/** Open tasks of everybody else in the territory, or of one of them. */
export function TeamTasks() {
  const { words, isNarrowed, clear } = useWhose()
  return (
    <Page
      title="队伍的待办"
      breadcrumbs={[{ title: '队伍', to: '/team' }, { title: '待办' }]}
      lede="辖区内别人手上的待办。点开即到办理的页面；涉及您本人的和不经您手的不列。"
    >
      {isNarrowed && (
        <p>
          只看：<strong>{words}</strong>{' '}
          <Button type="link" onClick={clear}>
            看全部
          </Button>
        </p>
      )}
      <TaskList endpoint={listTeamTasks} />
    </Page>
  )
}
