import { useParams } from 'react-router'
import { today } from '#kernel/day.ts'
import { useEndpoint } from '#web/api.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Page } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { useNow } from '#web/use-now.ts'
import { getChild, printChild, type ChildFile } from '../file/contract.ts'
import { nextThreshold } from '../rules.ts'
import { Basics } from './Basics.tsx'
import { Care } from './Care.tsx'
import { Categories } from './Categories.tsx'
import { CategoryTags, placeText, sexAndAge } from './ChildWords.tsx'
import { Family } from './Family.tsx'
import { History, Timeline } from './Happened.tsx'
import { HealthSection, SchoolSection } from './SchoolAndHealth.tsx'
import { standingText } from './Standing.tsx'
import './children.css'

const PARTS = [
  ['basics', '基本'],
  ['categories', '类别'],
  ['family', '家庭与监护'],
  ['care', '委托照护'],
  ['school', '就学'],
  ['health', '健康'],
  ['timeline', '时间线'],
  ['history', '历史'],
] as const

const goTo = (part: string) => document.getElementById(part)?.scrollIntoView({ block: 'start' })

function Contents() {
  return (
    <nav className="child-contents sw-no-print" aria-label="档案目录">
      {PARTS.map(([part, label]) => (
        <button key={part} type="button" onClick={() => goTo(part)}>
          {label}
        </button>
      ))}
    </nav>
  )
}

function Summary({ file }: { file: ChildFile }) {
  const next = nextThreshold(file.birthDay, today(useNow()))
  const running = file.categories.filter(({ toDay }) => !toDay).map(({ kind }) => kind)
  return (
    <span className="child-summary">
      <span>{sexAndAge(file)}</span>
      <span>{placeText(file)}</span>
      {running.length > 0 && <CategoryTags kinds={running} />}
      {file.state !== 'active' && <StateTag tone="attention">{standingText(file)}</StateTag>}
      {file.label === 'sealed' && <StateTag tone="bad">密封</StateTag>}
      {next ? (
        <span className="sw-quiet">
          {next.day} 满 {next.age} 周岁
        </span>
      ) : (
        <span className="sw-quiet">已满 18 周岁</span>
      )}
    </span>
  )
}

function File({ file }: { file: ChildFile }) {
  const readOnly = file.isEditable ? undefined : '这名儿童由别处负责，您只能查看'
  const parts = {
    basics: <Basics file={file} readOnly={readOnly} />,
    categories: <Categories file={file} readOnly={readOnly} />,
    family: <Family file={file} readOnly={readOnly} />,
    care: <Care file={file} readOnly={readOnly} />,
    school: <SchoolSection file={file} readOnly={readOnly} />,
    health: <HealthSection file={file} readOnly={readOnly} />,
    timeline: <Timeline file={file} />,
    history: <History file={file} />,
  }
  return (
    <>
      <Contents />
      {PARTS.map(([part]) => (
        <div key={part} id={part} className="child-part">
          {parts[part]}
        </div>
      ))}
    </>
  )
}

/** 一人一档: everything about one child on one page. */
export function ChildPage() {
  const { id = '' } = useParams()
  const child = useEndpoint(getChild, { id })
  const breadcrumbs = [{ title: '儿童', to: '/children' }, { title: '档案' }]
  if (child.error && !child.data)
    return (
      <Page title="儿童档案" breadcrumbs={breadcrumbs}>
        <ProblemNotice problem={child.error} onRetry={() => void child.refetch()} />
      </Page>
    )
  if (!child.data) return <Loading rows={12} />
  return (
    <Page
      title={child.data.name}
      tabTitle="儿童档案"
      breadcrumbs={breadcrumbs}
      lede={<Summary file={child.data} />}
      actions={
        <ActionButton needs={printChild} to={`/children/${id}/print`}>
          打印
        </ActionButton>
      }
    >
      {child.error && <ProblemNotice problem={child.error} onRetry={() => void child.refetch()} />}
      <File file={child.data} />
    </Page>
  )
}
