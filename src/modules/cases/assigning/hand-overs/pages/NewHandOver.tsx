import { Button, Input, Select } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { CASE_STATE, DANGER_LEVEL } from '../../../labels.ts'
import { drawUpHandOver, listHandOvers, previewHandOver } from '../contract.ts'
import '../../../pages/cases.css'
import './hand-overs.css'

type Preview = OutputOf<typeof previewHandOver>
type Choice = { receiverId?: string; note?: string; despite?: string }

const partsOf = (choices: Record<string, Choice>, restTo: string | undefined) => {
  const receivers = new Set(Object.values(choices).flatMap(({ receiverId }) => receiverId ?? []))
  if (restTo) receivers.add(restTo)
  return [...receivers].map((receiverId) => ({
    receiverId,
    takesRest: receiverId === restTo,
    lines: Object.entries(choices).flatMap(([caseId, choice]) =>
      choice.receiverId === receiverId
        ? [{ caseId, note: choice.note ?? '', ...(choice.despite && { despite: choice.despite }) }]
        : [],
    ),
  }))
}

const optionsOf = (people: Preview['people']) =>
  people.map(({ id, name, role }) => ({ value: id, label: `${name}（${role}）` }))

type LineProps = {
  kase: Preview['cases'][number]
  people: Preview['people']
  choice: Choice
  isBonded: boolean
  onChange: (choice: Choice) => void
}

function Line({ kase, people, choice, isBonded, onChange }: LineProps) {
  const label = `${kase.number} ${kase.child}`
  return (
    <li className="sw-item">
      <strong>{label}</strong> {DANGER_LEVEL[kase.dangerLevel]}，{CASE_STATE[kase.state]}，{kase.place ?? ''}
      <div className="hdo-line">
        <Select
          aria-label={`${label}移交给`}
          placeholder="移交给"
          showSearch={{ optionFilterProp: 'label' }}
          value={choice.receiverId}
          options={optionsOf(people)}
          onChange={(receiverId: string) => onChange({ ...choice, receiverId })}
        />
        <Input
          aria-label={`${label}的嘱咐`}
          placeholder="一句嘱咐：办到哪里、要紧的是什么"
          maxLength={500}
          value={choice.note}
          onChange={({ target }) => onChange({ ...choice, note: target.value })}
        />
        {isBonded && (
          <Input
            aria-label={`${label}：有可能的关联仍移交的理由`}
            placeholder="有可能的关联，仍移交的理由"
            maxLength={200}
            value={choice.despite}
            onChange={({ target }) => onChange({ ...choice, despite: target.value })}
          />
        )}
      </div>
    </li>
  )
}

function Form({ preview }: { preview: Preview }) {
  const [id] = useState(newId)
  const [choices, setChoices] = useState<Record<string, Choice>>({})
  const [restTo, setRestTo] = useState<string>()
  const [isBonded, setIsBonded] = useState(false)
  const navigate = useNavigate()
  const command = useCommand(drawUpHandOver, {
    success: '已提出，等接收人签收',
    refreshes: [listHandOvers, previewHandOver],
  })
  const { giver, cases, people, owned, reviews } = preview
  const owners = people.filter(({ ownsCases }) => ownsCases)
  const toAll = (receiverId: string) =>
    setChoices(Object.fromEntries(cases.map((each) => [each.id, { ...choices[each.id], receiverId }])))
  const missing = cases.filter(
    ({ id: caseId }) => !choices[caseId]?.receiverId || !choices[caseId]?.note,
  ).length
  const submit = async () => {
    const out = await command.run({ id, giverId: giver.id, parts: partsOf(choices, restTo) })
    if (out) return navigate(`/hand-overs/${id}`)
    // A refusal may ask for reasons: the fields for them open.
    setIsBonded(true)
    return undefined
  }
  return (
    <>
      <Section title={`在办个案 ${cases.length} 件`}>
        {cases.length > 0 && (
          <p>
            <Select
              aria-label="全部个案移交给"
              placeholder="全部移交给同一个人"
              className="hdo-all"
              showSearch={{ optionFilterProp: 'label' }}
              options={optionsOf(owners)}
              onChange={toAll}
            />
          </p>
        )}
        {owned.cases > cases.length && (
          <p>另有 {owned.cases - cases.length} 件密封个案您看不到，请由该案的指定人员移交。</p>
        )}
        <ul className="sw-items">
          {cases.map((kase) => (
            <Line
              key={kase.id}
              kase={kase}
              people={owners}
              choice={choices[kase.id] ?? {}}
              isBonded={isBonded}
              onChange={(choice) => setChoices({ ...choices, [kase.id]: choice })}
            />
          ))}
        </ul>
      </Section>
      <Section title="其余工作">
        <p>
          别人个案里的计划事项 {owned.items} 项，待办共 {owned.tasks} 件（其中待审看的答复 {reviews} 件）。
          {owned.drafts > 0 &&
            `填到一半的评估 ${owned.drafts} 份只有本人看得到，不能移交：请先填完，或由接手的同事重新填写。`}
        </p>
        <Select
          aria-label="其余工作由谁承接"
          placeholder="由谁承接"
          className="hdo-all"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          value={restTo}
          options={optionsOf(people)}
          onChange={setRestTo}
        />
      </Section>
      <div className="sw-actions">
        <Button
          type="primary"
          loading={command.isRunning}
          disabled={missing > 0}
          onClick={() => void submit()}
        >
          提出移交
        </Button>
        {missing > 0 && <span className="sw-quiet">还有 {missing} 件个案没有指定接收人或嘱咐</span>}
      </div>
    </>
  )
}

/** All that somebody owns, divided among those who take over: nothing changes until they sign. */
export function NewHandOver() {
  const { giverId = '' } = useParams()
  const query = useEndpoint(previewHandOver, { giverId })
  const { data } = query
  const title = data && !data.giver.isMe ? `代为移交：${data.giver.name}` : '移交我的工作'
  return (
    <Page title={title} breadcrumbs={[{ title: '工作移交', to: '/hand-overs' }, { title }]}>
      {query.error && <ProblemNotice problem={query.error} onRetry={() => void query.refetch()} />}
      {!data && !query.error && <Loading />}
      {data && !data.giver.isMe && !data.giver.isGone && (
        <p>本人还在岗，应由本人提出移交；这里只供查看。本人已经离岗的，请先由安全管理员停用账号。</p>
      )}
      {data && <Form preview={data} />}
    </Page>
  )
}
