import { Input, Modal } from 'antd'
import { useState } from 'react'
import { today } from '#kernel/day.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { newId } from '#web/ids.ts'
import { ActionButton } from '#web/kit/ActionButton.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { DayText } from '#web/kit/times.tsx'
import { useNow } from '#web/use-now.ts'
import { POST_LABEL } from '../labels.ts'
import { getCoverage, getNetwork, listVacancies, type Holding, type Post } from '../network/contract.ts'
import { appoint, closePost, endHolding, getPost, setUpPost } from '../posts/contract.ts'
import { AppointForm, EndHoldingForm } from './AppointForms.tsx'
import { PhoneButton } from './PhoneButton.tsx'
import type { Place } from './SiteSection.tsx'
import { useIsOwnPlace } from './use-is-own-place.ts'

const REFRESHES = [getNetwork, getCoverage, listVacancies, getPost]

const historyColumns: Column<Holding>[] = [
  { key: 'name', title: '姓名', render: ({ holderName }) => holderName },
  { key: 'from', title: '任职', render: ({ fromDay }) => <DayText value={fromDay} /> },
  { key: 'to', title: '离任', render: ({ toDay }) => (toDay ? <DayText value={toDay} /> : '在任') },
  { key: 'reason', title: '离任事由', render: ({ endReason }) => endReason ?? '—' },
]

function History({ post }: { post: Post }) {
  const [isOpen, setIsOpen] = useState(false)
  const whole = useEndpoint(getPost, { id: post.id }, { isEnabled: isOpen })
  const items = whole.data?.holdings
  return (
    <>
      <ActionButton size="small" onClick={() => setIsOpen(true)}>
        历任
      </ActionButton>
      <Modal
        open={isOpen}
        title={`${POST_LABEL[post.kind]}历任`}
        footer={null}
        width={680}
        onCancel={() => setIsOpen(false)}
      >
        <RecordTable
          caption="历任"
          listing={{ ...whole, data: items && { items, total: items.length } }}
          columns={historyColumns}
          keyOf={({ id }) => id}
          empty={{ title: '还没有人任过职' }}
        />
      </Modal>
    </>
  )
}

function ClosePostForm({ post, close }: { post: Post; close: () => void }) {
  const present = today(useNow())
  const command = useCommand(closePost, { refreshes: REFRESHES, success: '岗位已撤销，历任保留' })
  return (
    <RecordForm
      endpoint={closePost}
      command={command}
      fixed={{ id: post.id }}
      initial={{ closedOn: present }}
      submit="撤销岗位"
      onCancel={close}
      onDone={close}
    >
      <FormField name="closedOn" label="撤销日期">
        <Input type="date" min={post.setUpOn} max={present} />
      </FormField>
      <FormField name="reason" label="事由（会记入审计）">
        <Input maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

function SetUpPostForm({ place, kind, close }: { place: Place; kind: Post['kind']; close: () => void }) {
  const [id] = useState(newId)
  const present = today(useNow())
  const command = useCommand(setUpPost, { refreshes: REFRESHES, success: '岗位已设立，请任命' })
  return (
    <RecordForm
      endpoint={setUpPost}
      command={command}
      fixed={{ id, kind, divisionCode: place.code }}
      initial={{ setUpOn: present }}
      submit="设立岗位"
      onCancel={close}
      onDone={close}
    >
      <FormField name="setUpOn" label="设立日期">
        <Input type="date" max={present} />
      </FormField>
    </RecordForm>
  )
}

function PostLine({ post, isOwn }: { post: Post; isOwn: boolean }) {
  const { holding, kind } = post
  return (
    <li>
      <span>
        {holding ? (
          <>
            <strong>{holding.holderName}</strong>{' '}
            <span className="sw-quiet sw-number">{holding.fromDay} 起任职</span>{' '}
            <PhoneButton of="holder" id={holding.id} name={holding.holderName} hasPhone={holding.hasPhone} />
          </>
        ) : (
          <StateTag tone="attention">空缺，自 {post.vacantSince}</StateTag>
        )}
      </span>
      <span className="sw-actions">
        {isOwn && holding && (
          <FormDialog needs={endHolding} label="离任" title={`${holding.holderName}离任`} size="small">
            {(close) => <EndHoldingForm holding={holding} close={close} />}
          </FormDialog>
        )}
        {isOwn && !holding && (
          <FormDialog
            needs={appoint}
            label="任命"
            title={`任命${POST_LABEL[kind]}`}
            size="small"
            type="primary"
          >
            {(close) => <AppointForm postId={post.id} close={close} />}
          </FormDialog>
        )}
        <History post={post} />
        <FormDialog
          needs={closePost}
          label="撤销岗位"
          title={`撤销${POST_LABEL[kind]}岗位`}
          size="small"
          disabledReason={holding ? `${holding.holderName}在任，请先办理离任` : undefined}
        >
          {(close) => <ClosePostForm post={post} close={close} />}
        </FormDialog>
      </span>
    </li>
  )
}

/** The posts of a town or village with their holders. */
export function PostSection({ place, posts }: { place: Place; posts: Post[] }) {
  const isOwnPlace = useIsOwnPlace()
  if (place.level === 'county') return null
  const kind = place.level === 'town' ? 'child-supervisor' : 'child-director'
  return (
    <Section
      title={POST_LABEL[kind]}
      extra={
        <FormDialog needs={setUpPost} label="增设岗位" title={`增设${POST_LABEL[kind]}岗位`}>
          {(close) => <SetUpPostForm place={place} kind={kind} close={close} />}
        </FormDialog>
      }
    >
      {posts.length ? (
        <ul className="sw-plain-list">
          {posts.map((post) => (
            <PostLine key={post.id} post={post} isOwn={isOwnPlace(place.code)} />
          ))}
        </ul>
      ) : (
        <p className="sw-quiet">还没有设岗位。</p>
      )}
    </Section>
  )
}
