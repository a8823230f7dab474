import type { InstrumentContent } from '../scoring/content.ts'
import { choice, DANGER_LEVELS, several, text, WORKERS } from './write.ts'

const yesNo = (id: string, words: string, atLeast: string, say: string, hint?: string) =>
  choice(
    id,
    words,
    [
      ['no', '否', 0],
      ['yes', '是', 1, atLeast],
    ],
    { say, unknown: { points: 'worst' }, ...(hint && { hint }) },
  )

/** 紧急危险核查: the same seven questions as at the desk, asked again where the child is. */
export const dangerCheck: InstrumentContent = {
  code: 'danger-check',
  title: '紧急危险核查',
  purpose: '见到孩子时先核查：现在有没有危险。与接报时的七问一致，到场、转移、送回之后各做一次。',
  asked: 'worker',
  roles: WORKERS,
  source: '七项与本平台接报研判一致；未成年人保护法第十一条、第二十一条、第九十二条；等级为自拟',
  isUnconfirmed: true,
  sections: [
    {
      id: 'now',
      title: '现在',
      intro: '每一条都要有回答。还没弄清的选“不清楚”，不要选“否”。',
      questions: [
        yesNo(
          'is-hurt-now',
          '孩子现在受伤、生病或正在被伤害',
          'immediate',
          '现在哪里疼吗？',
          '先送医，再问话。',
        ),
        yesNo('is-with-suspected-offender', '疑似加害人现在和孩子在一起', 'immediate', '现在谁和你在一起？'),
        yesNo(
          'is-unattended',
          '未满八岁或需要照护的孩子无人看护',
          'immediate',
          '今天谁在照看你？今天晚上呢？',
        ),
        yesNo(
          'is-at-risk-of-self-harm',
          '孩子有自伤、轻生的言行',
          'immediate',
          '有没有想伤害自己？',
          '不要让孩子独处。',
        ),
        yesNo(
          'is-missing',
          '孩子失踪、离家或下落不明',
          'immediate',
          '（问照料人）最后一次见到孩子是什么时候、在哪里？',
        ),
        yesNo(
          'is-sexual-harm-suspected',
          '疑似遭受性侵害',
          'immediate',
          '（不问孩子，看迹象、听已有的说法）',
          '立即报警，不追问细节。',
        ),
        yesNo(
          'lacks-food-or-shelter',
          '没有饭吃、没有地方住或断药',
          'high',
          '今天吃饭了吗？晚上睡在哪里？药还有吗？',
        ),
      ],
    },
    {
      id: 'done',
      title: '已经做了什么',
      questions: [
        several(
          'measures',
          '当场采取的措施',
          '还没有采取措施',
          [
            ['police', '已报警 110', 0],
            ['doctor', '已送医或叫 120', 0],
            ['moved', '已带离或安置到安全的地方', 0],
            ['adult', '已有信得过的大人陪着', 0],
            ['goods', '已送去食物、药品或衣被', 0],
          ],
          { unknown: null },
        ),
        text('seen', '看到了什么、谁在场', { hint: '写事实，不写推测。' }),
      ],
    },
  ],
  levels: DANGER_LEVELS({ immediate: null, high: null, medium: null }),
  unknownAtLeast: 'medium',
}
