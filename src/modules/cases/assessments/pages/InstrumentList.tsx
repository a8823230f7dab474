import { Button, Checkbox } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { OutputOf } from '#kernel/endpoint.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { Unconfirmed } from '#web/kit/DeadlineTag.tsx'
import { Page, Section } from '#web/kit/Page.tsx'
import { Loading, ProblemNotice } from '#web/kit/ProblemNotice.tsx'
import { StateTag, type Tone } from '#web/kit/StateTag.tsx'
import { instantText } from '#web/kit/times.tsx'
import { useCan } from '#web/session.tsx'
import { DANGER_LEVEL } from '../../labels.ts'
import { INSTRUMENT_STATE } from '../labels.ts'
import { DangerLevel } from '../scoring/danger.ts'
import {
  draftInstrument,
  listInstruments,
  setRequiredInstruments,
  type InstrumentState,
  type InstrumentVersion,
} from '../versions/contract.ts'
import './assessments.css'

type List = OutputOf<typeof listInstruments>
type Instrument = List['items'][number]

export const STATE_TONE = {
  draft: 'attention',
  published: 'good',
  retired: 'neutral',
} satisfies Record<InstrumentState, Tone>

const historyText = ({ isShipped, changedBy, changedAt, publishedBy, publishedAt }: InstrumentVersion) =>
  isShipped
    ? '随产品带来'
    : [
        changedBy && `${changedBy} ${instantText(changedAt)} 修改`,
        publishedBy && publishedAt && `${publishedBy} ${instantText(publishedAt)} 发布`,
      ]
        .filter(Boolean)
        .join('，')

function One({ instrument }: { instrument: Instrument }) {
  const navigate = useNavigate()
  const [id] = useState(newId)
  const command = useCommand(draftInstrument, {
    refreshes: [listInstruments],
    onDone: () => void navigate(`/settings/instruments/${id}`),
  })
  const draft = instrument.versions.find(({ state }) => state === 'draft')
  const published = instrument.versions.find(({ state }) => state === 'published')
  return (
    <Section
      title={instrument.title}
      extra={
        <ActionButton
          needs={draftInstrument}
          isRunning={command.isRunning}
          disabledReason={draft ? `已有草稿（第 ${draft.number} 版），请接着改它` : undefined}
          onClick={() => published && void command.run({ id, fromId: published.id })}
        >
          起草新版
        </ActionButton>
      }
    >
      <p className="sw-quiet">
        {instrument.purpose} {instrument.isUnconfirmed && <Unconfirmed />}
      </p>
      <ul className="asm-questions">
        {instrument.versions.map((version) => (
          <li key={version.id}>
            <p>
              <Link to={`/settings/instruments/${version.id}`}>第 {version.number} 版</Link>{' '}
              <StateTag tone={STATE_TONE[version.state]}>{INSTRUMENT_STATE[version.state]}</StateTag>{' '}
              <span className="sw-quiet">{historyText(version)}</span>
            </p>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Which instruments a case needs at which level: a tick for each. */
function Required({ list }: { list: List }) {
  const mayEdit = useCan(setRequiredInstruments)
  const [required, setRequired] = useState(list.required)
  const command = useCommand(setRequiredInstruments, {
    refreshes: [listInstruments],
    success: '已设定。还没有写评估结论的个案，从现在起按新的要求',
    conflict: {
      labels: Object.fromEntries(DangerLevel.options.map((level) => [level, DANGER_LEVEL[level]])),
    },
  })
  const isChanged = JSON.stringify(required) !== JSON.stringify(list.required)
  const toggle = (level: DangerLevel, code: string, isOn: boolean) =>
    setRequired((before) => ({
      ...before,
      [level]: list.items.flatMap((each) =>
        (each.code === code ? isOn : before[level].includes(each.code)) ? [each.code] : [],
      ),
    }))
  return (
    <Section
      title="写评估结论前必做的评估表"
      extra={
        mayEdit && (
          <Button
            type="primary"
            disabled={!isChanged}
            loading={command.isRunning}
            onClick={() => void command.run({ required, version: list.requiredVersion })}
          >
            保存要求
          </Button>
        )
      }
    >
      <p className="sw-quiet">
        按个案的危险等级。通用：人人做风险筛查，高和紧急再做监护评估。 <Unconfirmed />
      </p>
      <div className="sw-scroll" tabIndex={0} role="region" aria-label="必做的评估表">
        <table className="sw-plain-table">
          <thead>
            <tr>
              <th scope="col">评估表</th>
              {DangerLevel.options.map((level) => (
                <th key={level} scope="col">
                  {DANGER_LEVEL[level]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list.items.map(({ code, title }) => (
              <tr key={code}>
                <th scope="row">{title}</th>
                {DangerLevel.options.map((level) => (
                  <td key={level}>
                    <Checkbox
                      aria-label={`${title}：${DANGER_LEVEL[level]}`}
                      disabled={!mayEdit}
                      checked={required[level].includes(code)}
                      onChange={({ target }) => toggle(level, code, target.checked)}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}

/** All instruments with their versions, and which of them a case needs. */
export function InstrumentList() {
  const list = useEndpoint(listInstruments, {})
  return (
    <Page
      title="评估表"
      lede="题目、权重、等级都可以由县里改：起草新版，用以往的回答试算，再由另一人发布。已做的评估一直用当时的那一版。"
    >
      {list.error && <ProblemNotice problem={list.error} onRetry={() => void list.refetch()} />}
      {!list.data && !list.error && <Loading rows={12} />}
      {list.data && <Required key={list.data.requiredVersion} list={list.data} />}
      {list.data?.items.map((instrument) => (
        <One key={instrument.code} instrument={instrument} />
      ))}
    </Page>
  )
}
