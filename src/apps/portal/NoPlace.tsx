/** @jsxImportSource preact */
import { Screen, Steps } from './kit.tsx'

type Props = { isChild: boolean; words: string[]; onEnd: () => void; onBack: () => void }

/** Honest advice for whoever has neither paper nor a safe place. */
export function NoPlace({ isChild, words, onEnd, onBack }: Props) {
  return (
    <Screen title={isChild ? '没有地方记，怎么办？' : '没有地方记，可以这样'}>
      <ul class="panel plain">
        <li>
          {isChild ? '把六个词背下来，像背课文一样：' : '只背六个词，编成一句话，比数字好记：'}
          <b>{words.join('、')}</b>
        </li>
        <li>
          {isChild
            ? '写在作业本最后一页，不写是做什么的。'
            : '写在随身的本子里，不写用途，夹在别的数字中间。'}
        </li>
        <li>
          {isChild
            ? '请一个你相信的大人帮你记。别让欺负你的人知道。'
            : '请一个信得过的人帮您收着。那个人也就能看到回复。'}
        </li>
        <li>
          存在手机里、拍照，最容易被别人看到；
          {isChild ? '别人会看你的手机，就别这样做。' : '别人常看您的手机时不要这样做。'}
        </li>
      </ul>
      <p>
        不记也没有关系：{isChild ? '你说的话已经收到了，有人会来帮你。' : '报告已经收到，照样处理。'}
        只是不能回来看回复。以后还有话要说，可以再报告一次，写上以前报告过。
      </p>
      <Steps next="再看一眼码" onNext={onBack} onBack={onEnd} back="不记码，就这样结束" />
    </Screen>
  )
}
