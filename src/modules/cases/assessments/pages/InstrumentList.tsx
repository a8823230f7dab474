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
import { INSTRUMENT_STATE } from '../labels.ts'
import {
  draftInstrument,
  listInstruments,
  type InstrumentState,
  type InstrumentVersion,
} from '../versions/contract.ts'
import { BeginInstrument } from './BeginInstrument.tsx'
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

/** All instruments with their versions. Which of them a case needs is in the county's procedure. */
export function InstrumentList() {
  const list = useEndpoint(listInstruments, {})
  return (
    <Page
      title="评估表"
      actions={<BeginInstrument />}
      lede="题目、权重、等级都可以由县里改：起草新版，用以往的回答试算，再由另一人发布。已做的评估一直用当时的那一版。哪个等级必做哪几份，在办案规程里定。"
    >
      {list.error && <ProblemNotice problem={list.error} onRetry={() => void list.refetch()} />}
      {!list.data && !list.error && <Loading rows={12} />}
      {list.data?.items.map((instrument) => (
        <One key={instrument.code} instrument={instrument} />
      ))}
    </Page>
  )
}
