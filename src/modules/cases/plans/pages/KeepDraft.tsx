import { Form } from 'antd'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { call } from '#web/api.ts'
import { savePlanDraft } from '../drafts/contract.ts'

/** Soon enough that little is lost, seldom enough that typing is not a stream of requests. */
const SAVE_AFTER_MS = 1_500

const SAVING = { untouched: '', waiting: '正在暂存……', saved: '已暂存', failed: '没有暂存上，请检查网络' }

type Props = {
  caseId: string
  caseVersion: number
  /** The plan itself is saved: nothing is left to keep. */
  isOver: React.RefObject<boolean>
}

/** Within the form: keeps its values on the server, a moment after each change and when the page is left. */
export function KeepDraft({ caseId, caseVersion, isOver }: Props) {
  const form = Form.useFormInstance()
  const changed: unknown = Form.useWatch([], form)
  const text = JSON.stringify(changed)
  const kept = useRef<string | undefined>(undefined)
  const [saving, setSaving] = useState<keyof typeof SAVING>('untouched')

  const save = async () => {
    // What was watched leaves out what a closed choice hides; the store has it.
    const values = JSON.stringify(form.getFieldsValue(true))
    if (isOver.current || kept.current === values) return
    const before = kept.current
    kept.current = values
    try {
      await call(savePlanDraft, { id: caseId, caseVersion, values })
      setSaving('saved')
    } catch {
      // Tried again with the next change; the page says so.
      kept.current = before
      setSaving('failed')
    }
  }

  const saveNow = useEffectEvent(() => void save())
  useEffect(() => {
    if (text === undefined) return
    if (kept.current === undefined) {
      kept.current = JSON.stringify(form.getFieldsValue(true))
      return
    }
    setSaving('waiting')
    const timer = setTimeout(saveNow, SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [form, text])

  useEffect(() => {
    const hidden = () => document.visibilityState === 'hidden' && saveNow()
    document.addEventListener('visibilitychange', hidden)
    return () => {
      document.removeEventListener('visibilitychange', hidden)
      saveNow()
    }
  }, [])

  return (
    <p role="status" className={saving === 'failed' ? 'sw-field-error' : 'sw-quiet'}>
      {SAVING[saving]}
    </p>
  )
}
