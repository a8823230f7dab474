/** @jsxImportSource preact */
import { useEffect, useLayoutEffect, useState } from 'preact/hooks'
import { parseCode } from '#modules/reports/codes/rules.ts'
import { wordsOf } from './call.ts'
import { catchBack } from './history.ts'
import { Field, Screen, Steps } from './kit.tsx'
import { labour, prepareLabour } from './labour.ts'
import { type Opened, readReturn } from './opening.ts'
import { Talk } from './Talk.tsx'
import { useFacts } from './use-facts.ts'

const NOTHING =
  '没有这个码，或者这件事已经办完、码已经停用。请对照您记下的再看一遍；如果还有事，请重新报告，写上以前报告过。'

export function ReturnFlow({ onClose }: { onClose: () => void }) {
  const facts = useFacts()
  const [typed, setTyped] = useState('')
  const [trouble, setTrouble] = useState<string>()
  const [isBusy, setBusy] = useState(false)
  const [opened, setOpened] = useState<Opened>()
  useLayoutEffect(() => catchBack(onClose))
  useEffect(prepareLabour, [])

  const openWith = async (code: bigint) => {
    const { codeSalt } = await facts.get()
    const found = await readReturn(await labour<'keys'>({ kind: 'keys', code, salt: codeSalt }))
    if (!found) return setTrouble(NOTHING)
    setTyped('')
    return setOpened(found)
  }
  const open = async () => {
    const parsed = parseCode(typed)
    // Slips are told here, without asking the server.
    if (!parsed.ok) return setTrouble(parsed.message)
    if (isBusy) return undefined
    setBusy(true)
    setTrouble(undefined)
    try {
      return await openWith(parsed.code)
    } catch (error) {
      return setTrouble(wordsOf(error))
    } finally {
      setBusy(false)
    }
  }

  if (opened) return <Talk opened={opened} onClose={onClose} />
  return (
    <Screen title="凭码回来">
      <Field
        label="您记下的码"
        hint="22 个数字，或者 6 个词。空格可有可无。"
        isLong
        rows={2}
        maxLength={80}
        value={typed}
        onInput={(text) => {
          setTyped(text)
          setTrouble(undefined)
        }}
        problem={trouble}
      />
      <Steps
        next={isBusy ? '请等一下' : '打开'}
        isBusy={isBusy}
        onNext={() => void open()}
        back="回到首页"
        onBack={onClose}
      />
      <p role="status">{isBusy && '正在打开，旧手机要等几秒……'}</p>
    </Screen>
  )
}
