import { DownloadOutlined } from '@ant-design/icons'
import { useState } from 'react'
import type { Endpoint, InputOf } from '#kernel/endpoint.ts'
import { useCommand } from '../api.ts'
import { ActionButton } from './ActionButton.tsx'
import { ReasonDialog } from './ReasonDialog.tsx'

type Props<E extends Endpoint> = {
  /** A download endpoint whose input holds `reason` besides `input`. */
  endpoint: E
  input: Omit<InputOf<E>, 'reason'>
  /** What is exported: "儿童名单,共 1,574 人". */
  what: string
  label?: string
  disabledReason?: string | undefined
}

/** Exports a list after asking why. */
export function ExportButton<E extends Endpoint>({
  endpoint,
  input,
  what,
  label = '导出',
  disabledReason,
}: Props<E>) {
  const [isAsking, setIsAsking] = useState(false)
  const command = useCommand(endpoint, { success: '文件已交给浏览器保存。请妥善保管，用完即删' })
  const run = async (reason: string) => {
    // The contract's input is what the caller gave plus the reason asked here.
    const out = await command.run({ ...input, reason } as unknown as InputOf<E>)
    return out !== undefined
  }
  return (
    <>
      <ActionButton
        needs={endpoint}
        icon={<DownloadOutlined />}
        disabledReason={disabledReason}
        onClick={() => setIsAsking(true)}
      >
        {label}
      </ActionButton>
      <ReasonDialog
        isOpen={isAsking}
        title={label}
        confirm={label}
        onClose={() => setIsAsking(false)}
        onReason={run}
      >
        将要导出：<strong>{what}</strong>。离开系统的文件不再受系统保护，请只导出工作需要的内容。
      </ReasonDialog>
    </>
  )
}
