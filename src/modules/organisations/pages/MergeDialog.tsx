import { Button, Input, Modal, Segmented, Select } from 'antd'
import { useState } from 'react'
import { today } from '#kernel/day.ts'
import type { InputOf, OutputOf } from '#kernel/endpoint.ts'
import { useCommand, useEndpoint } from '#web/api.ts'
import { DivisionSelect } from '#web/kit/DivisionSelect.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { FormField, RecordForm } from '#web/kit/RecordForm.tsx'
import { useNow } from '#web/use-now.ts'
import { listDivisions, mergeDivisions } from '../divisions/contract.ts'

type Merged = OutputOf<typeof mergeDivisions>

const KINDS = [
  { value: 'village', label: '村' },
  { value: 'community', label: '社区' },
]

function NewVillageFields() {
  return (
    <>
      <FormField name="toCode" label="新村（居）的 12 位代码" hint="前 9 位是所在镇的代码">
        <Input inputMode="numeric" maxLength={12} />
      </FormField>
      <FormField name="newVillage.name" label="新村（居）的名称">
        <Input maxLength={30} />
      </FormField>
      <FormField name="newVillage.kind" label="类别">
        <Select options={KINDS} />
      </FormField>
    </>
  )
}

function MergeForm({ close, onMerged }: { close: () => void; onMerged: (merged: Merged) => void }) {
  const [isNew, setIsNew] = useState(false)
  const present = today(useNow())
  const villages = useEndpoint(listDivisions, { level: 'village' })
  const options = villages.data?.items ?? []
  const command = useCommand(mergeDivisions, { refreshes: 'all' })
  return (
    <RecordForm
      endpoint={mergeDivisions}
      command={command}
      initial={{ changedOn: present }}
      submit="办理撤并"
      onCancel={close}
      onDone={onMerged}
      toInput={(values) => {
        // The contract checks these values again at the server; what the other choice left is dropped.
        const { newVillage, ...rest } = values as InputOf<typeof mergeDivisions>
        return isNew ? { ...rest, newVillage } : rest
      }}
    >
      <FormField name="fromCodes" label="撤并的村（居）">
        <Select
          mode="multiple"
          showSearch={{ optionFilterProp: 'label' }}
          loading={villages.isPending}
          options={options.map(({ code, name, parentName }) => ({
            value: code,
            label: `${parentName}${name}`,
          }))}
        />
      </FormField>
      <p>
        <Segmented
          aria-label="承接的村（居）"
          value={isNew ? 'new' : 'present'}
          onChange={(value) => setIsNew(value === 'new')}
          options={[
            { value: 'present', label: '并入现有的村（居）' },
            { value: 'new', label: '合并为新的村（居）' },
          ]}
        />
      </p>
      {isNew ? (
        <NewVillageFields />
      ) : (
        <FormField name="toCode" label="承接的村（居）">
          <DivisionSelect options={options} placeholder="村（居）" />
        </FormField>
      )}
      <FormField name="changedOn" label="批准撤并的日期">
        <Input type="date" max={present} />
      </FormField>
      <FormField name="documentNo" label="批准文号">
        <Input maxLength={60} />
      </FormField>
      <FormField name="reason" label="事由（会记入审计）">
        <Input maxLength={200} />
      </FormField>
    </RecordForm>
  )
}

function MergedDialog({ merged, onClose }: { merged: Merged | undefined; onClose: () => void }) {
  return (
    <Modal
      open={merged !== undefined}
      title="撤并已办理"
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          知道了
        </Button>
      }
    >
      <div className="sw-dialog-text">
        <p>
          随村转到承接村（居）的：
          {merged?.followed
            .filter(({ count }) => count > 0)
            .map(({ label, count }) => `${label} ${count.toLocaleString('zh-CN')}`)
            .join('、') || '没有'}
        </p>
        <p>原有工作点已关闭，岗位已撤销，在任者已离任。</p>
        {merged && merged.accountsToGrant > 0 && (
          <p>
            <strong>{merged.accountsToGrant} 个账号</strong>
            的范围已撤并，请安全管理员重新授权；在此之前这些账号看不到任何档案。
          </p>
        )}
      </div>
    </Modal>
  )
}

/** Merges villages; what followed is told afterwards. */
export function MergeDialog() {
  const [merged, setMerged] = useState<Merged>()
  return (
    <>
      <FormDialog needs={mergeDivisions} label="村（居）撤并" title="村（居）撤并" type="primary" width={640}>
        {(close) => (
          <MergeForm
            close={close}
            onMerged={(out) => {
              close()
              setMerged(out)
            }}
          />
        )}
      </FormDialog>
      <MergedDialog merged={merged} onClose={() => setMerged(undefined)} />
    </>
  )
}
