/** @jsxImportSource preact */
import { DUTY_KINDS, type DutyKind } from '#modules/reports/duty-kinds/labels.ts'
import { Screen } from './kit.tsx'

type Props = { hasDuty: boolean; kinds: DutyKind[]; onReport: () => void; onBack: () => void }

const SOURCE =
  '《关于建立侵害未成年人案件强制报告制度的意见（试行）》（高检发〔2020〕9号）；《未成年人保护法》第十一条、第二十条'

/** “立即” stays “立即”: the text gives no number of hours, and none is invented here. */
export function DutyAnswer({ hasDuty, kinds, onReport, onBack }: Props) {
  const isMust = hasDuty && kinds.length > 0
  return (
    <Screen title={isMust ? '应当立即报告' : '可以报告'}>
      {isMust ? (
        <>
          <p>
            您在工作中发现了下面的情形，应当<b>立即</b>
            向公安机关报案或者举报。“立即”就是马上，不用先请示、先查清。
          </p>
          <ul class="panel plain">
            {kinds.map((kind) => (
              <li key={kind}>{DUTY_KINDS[kind].text}</li>
            ))}
          </ul>
          <div class="danger">
            <p>先打电话：</p>
            <a href="tel:110">打 110 报案</a>
          </div>
          <p>打过电话，再在这里报告，县未成年人救助保护中心会一起处理。用单位账号报告，有可以核验的回执。</p>
        </>
      ) : (
        <p>
          {kinds.length
            ? '任何组织和个人发现不利于未成年人身心健康的情形，都有权报告。您看到的情形很严重，请不要等。'
            : '按您的回答，不在强制报告的九类情形里。但只要担心，就可以报告；拿不准也可以，由专业人员判断。'}
        </p>
      )}
      <div class="steps">
        {isMust && (
          <a class="button main" href="/duty-reports">
            用单位账号报告，有回执
          </a>
        )}
        <button type="button" class={isMust ? '' : 'main'} onClick={onReport}>
          {isMust ? '没有账号，在这里报告' : '在这里报告'}
        </button>
        <button type="button" onClick={onBack}>
          上一步
        </button>
      </div>
      <details>
        <summary>报告的人会怎样</summary>
        <ul>
          <li>报告人的信息依法保密。</li>
          <li>好心报告引起的纠纷，报告人不负法律责任。</li>
          <li>负有报告责任而不报告，造成严重后果的，要受处分；构成犯罪的，追究刑事责任。</li>
        </ul>
      </details>
      <p class="hint">依据：{SOURCE}。</p>
    </Screen>
  )
}
