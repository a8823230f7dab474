import { Input, Select } from 'antd'
import { useState } from 'react'
import type { InputOf } from '#kernel/endpoint.ts'
import { newId } from '#web/ids.ts'
import { Facts } from '#web/kit/Facts.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Section } from '#web/kit/Page.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { StateTag } from '#web/kit/StateTag.tsx'
import { addCategory, endCategory, type Category } from '../categories/contract.ts'
import type { ChildFile } from '../file/contract.ts'
import { CATEGORY } from '../labels.ts'
import { PastDay, ProofFields, ReasonField } from './fields.tsx'
import { Secret } from './Secret.tsx'
import { useChildCommand } from './use-child-command.ts'
import { factSource, filled, optionsOf, periodText } from './words.ts'

type Props = { file: ChildFile; readOnly: string | undefined }

function AddForm({ file, close }: { file: ChildFile; close: () => void }) {
  const [categoryId] = useState(newId)
  const command = useChildCommand(addCategory, { success: '已增加类别' })
  return (
    <RecordForm
      endpoint={addCategory}
      command={command}
      toInput={(values) => ({ ...filled(values), id: file.id, categoryId }) as InputOf<typeof addCategory>}
      submit="增加"
      onCancel={close}
      onDone={close}
    >
      <FormField name="kind" label="类别" hint="一名儿童可以同时有几个类别">
        <Select options={optionsOf(CATEGORY)} />
      </FormField>
      <FormField name="detail" label="细目">
        <Input maxLength={60} placeholder="如：低保家庭、父母双方外出务工" />
      </FormField>
      <PastDay name="from" label="从哪天起" min={file.birthDay} />
      <ProofFields />
    </RecordForm>
  )
}

function EndForm({ file, category, close }: { file: ChildFile; category: Category; close: () => void }) {
  const command = useChildCommand(endCategory, { success: '类别已结束，记录保留' })
  return (
    <RecordForm
      endpoint={endCategory}
      command={command}
      fixed={{ id: file.id, categoryId: category.id, version: category.version }}
      submit="结束这个类别"
      onCancel={close}
      onDone={close}
    >
      <PastDay name="to" label="到哪天止" min={category.fromDay} />
      <ReasonField suggestions={['家庭情况已经改善', '父母已恢复监护', '已年满 16 周岁', '原来登记有误']} />
    </RecordForm>
  )
}

function One({ file, category, readOnly }: Props & { category: Category }) {
  const { kind, detail, fromDay, toDay, endReason, proofKind, proofIssuer, proofDay, hasProofNo } = category
  return (
    <li className="child-item">
      <div className="child-item-head">
        <StateTag tone={toDay ? 'neutral' : 'attention'}>{CATEGORY[kind]}</StateTag>
        <span>{detail}</span>
        <span className="sw-quiet sw-number">{periodText(fromDay, toDay)}</span>
        {!toDay && (
          <FormDialog
            title={`结束类别：${CATEGORY[kind]}`}
            label="结束"
            needs={endCategory}
            disabledReason={readOnly}
            size="small"
          >
            {(close) => <EndForm file={file} category={category} close={close} />}
          </FormDialog>
        )}
      </div>
      <Facts
        items={[
          {
            label: '证明',
            value: [proofKind, proofIssuer, proofDay].filter(Boolean).join('，'),
            source: factSource(category.source),
          },
          ...(hasProofNo
            ? [
                {
                  label: '证明编号',
                  value: (
                    <Secret
                      id={file.id}
                      subject="category"
                      subjectId={category.id}
                      field="proofNo"
                      label="证明编号"
                      isKnown
                    />
                  ),
                },
              ]
            : []),
          ...(endReason ? [{ label: '结束原因', value: endReason }] : []),
        ]}
      />
    </li>
  )
}

/** Why the child needs help: each category with days, proof and source. */
export function Categories({ file, readOnly }: Props) {
  return (
    <Section
      title="类别"
      extra={
        <FormDialog title="增加类别" needs={addCategory} disabledReason={readOnly}>
          {(close) => <AddForm file={file} close={close} />}
        </FormDialog>
      }
    >
      {file.categories.length ? (
        <ul className="child-items">
          {file.categories.map((category) => (
            <One key={category.id} file={file} category={category} readOnly={readOnly} />
          ))}
        </ul>
      ) : (
        <p className="sw-quiet">没有类别。发现困难时在这里增加，写明从哪天起、有什么证明。</p>
      )}
    </Section>
  )
}
