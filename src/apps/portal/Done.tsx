/** @jsxImportSource preact */
import type { Flow } from './flow.ts'
import { Screen } from './kit.tsx'
import { leave } from './leave.ts'
import { whenOf } from './when.ts'
import type { Sent } from './use-sending.ts'

type Props = { flow: Flow; sent: Sent; onClose: () => void }

export function Done({ flow, sent, onClose }: Props) {
  const isChild = flow === 'minor'
  return (
    <Screen title={isChild ? '他们收到了。你很勇敢。' : '已经收到'}>
      <div class="panel">
        <p>
          {isChild
            ? `最晚${whenOf(sent.seenBy)}，就有人来看。`
            : `值守人员最晚在${whenOf(sent.seenBy)}之前查看。`}
        </p>
        <p>
          {isChild
            ? '过一两天，点“凭码回来”，看看他们对你说了什么。'
            : '请过一两天凭回访码回来看：如果情况不清楚，工作人员会在那里问您。'}
        </p>
        {sent.isOlder && <p>刚才网络断的时候已经交到了，后来改的没有交到。请凭回访码回来补充。</p>}
        {sent.missingFiles.length > 0 && (
          <p>有 {sent.missingFiles.length} 个文件没有传完。凭码回来时可以再传。</p>
        )}
        <p>
          {isChild ? (
            <>
              要是现在有危险，打 <a href="tel:110">110</a>。这不是你的错。
            </>
          ) : (
            <>
              情况变得紧急时不要等，马上打 <a href="tel:110">110</a>。
            </>
          )}
        </p>
      </div>
      <div class="steps">
        <button type="button" class="main" onClick={() => void leave()}>
          {isChild ? '好了，关掉' : '离开这一页'}
        </button>
        <button type="button" onClick={onClose}>
          回到首页
        </button>
      </div>
    </Screen>
  )
}
