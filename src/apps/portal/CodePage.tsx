/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'
import { digitsOf, wordsOf } from '#modules/reports/codes/rules.ts'
import { CodeCard } from './CodeCard.tsx'
import type { Flow } from './flow.ts'
import { Screen, Steps } from './kit.tsx'
import { holdPage } from './leave.ts'
import { NoPlace } from './NoPlace.tsx'
import { Retype } from './Retype.tsx'

type Props = { flow: Flow; code: bigint; onKept: () => void }

/**
 * The code stands here only. The page is left when some of it was typed from what was written down, by the quick exit, or by
 * whoever says that they cannot keep it.
 */
export function CodePage({ flow, code, onKept }: Props) {
  const [place, setPlace] = useState<'shown' | 'asked' | 'no-place'>('shown')
  useEffect(() => {
    holdPage(true)
    return () => holdPage(false)
  }, [])
  const isChild = flow === 'minor'
  const digits = digitsOf(code)
  const words = wordsOf(code)

  if (place === 'asked')
    return (
      <Retype
        isChild={isChild}
        digits={digits}
        words={words}
        onRight={onKept}
        onBack={() => setPlace('shown')}
      />
    )
  if (place === 'no-place')
    return <NoPlace isChild={isChild} words={words} onEnd={onKept} onBack={() => setPlace('shown')} />
  return (
    <Screen title={isChild ? '记下这个码' : '请记下回访码'}>
      <p>
        {isChild
          ? '你说的话已经交出去了。这个码像你的暗号，以后凭它看他们怎么回答你。数字和词是一样的，记一种就行。'
          : '已经交出去了。凭这个码，过几天可以回来看进度、看回复；数字和词是同一个码，记一种就行。'}
      </p>
      <CodeCard digits={digits} words={words} isChild={isChild} />
      <p>
        <b>{isChild ? '手机里没有存，丢了就找不回来。' : '这里和手机里都没有存，丢了找不回来。'}</b>
        {isChild ? '别让欺负你的人看到它。' : '谁拿到它，谁就能看到回复；请不要放在别人看得到的地方。'}
      </p>
      <Steps next={isChild ? '我记好了' : '我已经记下'} onNext={() => setPlace('asked')} />
      <button type="button" class="link" onClick={() => setPlace('no-place')}>
        我没有地方记
      </button>
    </Screen>
  )
}
