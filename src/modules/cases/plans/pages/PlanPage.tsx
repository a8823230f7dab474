import { Alert, Button, Input } from 'antd'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { InputOf, OutputOf } from '#kernel/endpoint.ts'
import { next } from '#kernel/state-machine.ts'
import { useEndpoint } from '#web/api.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { instantText } from '#web/kit/times.tsx'
import { BestInterestsFields } from '../../best-interests/pages/BestInterests.tsx'
import { getCase, listHelpers, type CaseRecord } from '../../contract.ts'
import { useCaseCommand } from '../../pages/use-case-command.ts'
import { CASE_MACHINE } from '../../rules.ts'
import { makePlan, revisePlan } from '../contract.ts'
import { openPlanForm } from '../drafts/contract.ts'
import { Items } from './ItemFields.tsx'
import { KeepDraft } from './KeepDraft.tsx'
import { ChildHearing, Goals, GuardianHearing } from './PlanFields.tsx'
import { initialOf, toPlan, type PlanValues } from './values.ts'
import '../../pages/cases.css'
import './plans.css'

type Opened = OutputOf<typeof openPlanForm>
type Helpers = OutputOf<typeof listHelpers>

const CONFLICT = {
  labels: {
    goal: '目标',
    childOpinion: '孩子的意见',
    noChildOpinionReason: '没有听取的原因',
    guardianOpinion: '监护人的意见',
    items: '事项',
  },
}

const valuesOf = (text: string): PlanValues => {
  // Written by this form; one that was kept by an older edition may lack fields, which the form then asks for.
  const values: unknown = JSON.parse(text)
  return typeof values === 'object' && values !== null ? values : {}
}

type FieldsProps = { helpers: Helpers; opened: Opened; kase: CaseRecord; isOver: React.RefObject<boolean> }

function Fields({ helpers, opened, kase, isOver }: FieldsProps) {
  return (
    <>
      <Goals />
      <Items helpers={helpers} resolutions={opened.resolutions} />
      <ChildHearing />
      <GuardianHearing />
      <BestInterestsFields />
      <KeepDraft caseId={kase.id} caseVersion={kase.version} isOver={isOver} />
    </>
  )
}

type FormProps = Omit<FieldsProps, 'isOver'> & { initial: PlanValues }

/** As long as the plan has not begun: the plan itself. */
function MakeForm({ initial, ...fields }: FormProps) {
  const { kase } = fields
  const isOver = useRef(false)
  const navigate = useNavigate()
  const command = useCaseCommand(makePlan, {
    success: '计划已保存；核对无误后送审或开始实施',
    conflict: CONFLICT,
    onDone: () => {
      isOver.current = true
    },
  })
  const back = () => void navigate(`/cases/${kase.id}`)
  return (
    <RecordForm
      endpoint={makePlan}
      command={command}
      // The form's own shape until `toPlan` turns it.
      initial={initial as Partial<InputOf<typeof makePlan>>}
      toInput={(values) => ({ id: kase.id, version: kase.version, ...toPlan(values as PlanValues) })}
      submit="保存计划"
      onCancel={back}
      onDone={back}
      isWide
    >
      <Fields {...fields} isOver={isOver} />
    </RecordForm>
  )
}

/** Of a running plan: a new version, with why. */
function ReviseForm({ initial, ...fields }: FormProps) {
  const { kase } = fields
  const isOver = useRef(false)
  const navigate = useNavigate()
  const command = useCaseCommand(revisePlan, {
    success: ({ number, isApprovalOwed }) =>
      isApprovalOwed ? `第 ${number} 版已实施，等事后补批` : `第 ${number} 版已实施`,
    onDone: () => {
      isOver.current = true
    },
  })
  const back = () => void navigate(`/cases/${kase.id}`)
  return (
    <RecordForm
      endpoint={revisePlan}
      command={command}
      initial={initial as Partial<InputOf<typeof revisePlan>>}
      toInput={(values) => ({
        id: kase.id,
        version: kase.version,
        ...toPlan(values as PlanValues),
        why: (values as PlanValues).why ?? '',
      })}
      submit="保存新版"
      onCancel={back}
      onDone={back}
      isWide
    >
      <FormField name="why" label="为什么修订" hint="旧版照原样可读；改了什么由系统逐条列出。">
        <Input.TextArea rows={2} maxLength={200} />
      </FormField>
      <Fields {...fields} isOver={isOver} />
    </RecordForm>
  )
}

function PlanForm({ kase, opened, helpers }: Omit<FormProps, 'initial'>) {
  const [isFresh, setIsFresh] = useState(false)
  const { draft } = opened
  const isDraft = draft !== null && !isFresh
  const Shown = kase.state === 'in-progress' ? ReviseForm : MakeForm
  return (
    <Section>
      {isDraft && (
        <Alert
          type="info"
          showIcon
          title={`已带出 ${instantText(draft.savedAt)} 暂存的内容${draft.isOlder ? '；之后个案有过改动，请核对' : ''}`}
          action={
            <Button size="small" onClick={() => setIsFresh(true)}>
              不用，重新填写
            </Button>
          }
        />
      )}
      <Shown
        key={isDraft ? 'draft' : 'fresh'}
        kase={kase}
        opened={opened}
        helpers={helpers}
        initial={isDraft ? valuesOf(draft.values) : initialOf(kase, opened.resolutions)}
      />
    </Section>
  )
}

const closedReason = ({ state, facts }: CaseRecord) => {
  const step = next(CASE_MACHINE, state, state === 'in-progress' ? 'revisePlan' : 'makePlan', facts)
  return step.ok ? undefined : step.reason
}

/** 帮扶计划 on a page of its own, kept while it is filled in. */
export function PlanPage() {
  const { id = '' } = useParams()
  const query = useEndpoint(getCase, { id })
  // What was kept is read once: the form holds it from then on.
  const [openedAt] = useState(() => Date.now())
  const opened = useEndpoint(openPlanForm, { id })
  // The page of the case may have read it a moment ago, which is not read again by itself.
  const readNow = useEffectEvent(() => void opened.refetch())
  useEffect(() => readNow(), [])
  const kase = query.data
  const helpers = useEndpoint(
    listHelpers,
    { divisionCode: kase?.divisionCode ?? '' },
    { isEnabled: kase !== undefined },
  )
  const problem = query.error ?? opened.error ?? helpers.error
  const isRevision = kase?.state === 'in-progress'
  const closed = kase && closedReason(kase)
  const isReady = opened.data !== undefined && opened.dataUpdatedAt >= openedAt
  return (
    <Page
      title={isRevision ? '修订计划' : '制定计划'}
      tabTitle="帮扶计划"
      breadcrumbs={[
        { title: '个案', to: '/cases' },
        ...(kase ? [{ title: kase.number, to: `/cases/${kase.id}` }] : []),
      ]}
    >
      {problem && <ProblemNotice problem={problem} />}
      {!problem && !(kase && isReady && helpers.data) && <Loading rows={12} />}
      {closed && <Alert type="warning" showIcon title={`现在不能改计划：${closed}`} />}
      {kase && !closed && isReady && opened.data && helpers.data && (
        <PlanForm kase={kase} opened={opened.data} helpers={helpers.data} />
      )}
    </Page>
  )
}
