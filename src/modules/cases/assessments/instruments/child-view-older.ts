import type { InstrumentContent } from '../scoring/content.ts'
import { CHILD_VIEW } from './child-view.ts'
import { choice, scale, several, text } from './write.ts'

export const childViewOlder: InstrumentContent = {
  ...CHILD_VIEW,
  code: 'child-view-14-17',
  title: '听孩子说（14 至 17 岁）',
  purpose: '由本人填写。说清楚谁会看、用来做什么；不想答的可以选“不清楚”。',
  ages: { from: 14, to: 17 },
  sections: [
    {
      id: 'now',
      title: '现在的生活',
      intro: '你有权说出自己的想法，也有权不说。除非你或别人有危险，我们不会告诉无关的人。',
      questions: [
        scale('satisfied', '对现在的生活打几分', {
          min: 0,
          max: 10,
          minText: '非常不满意',
          maxText: '非常满意',
          bands: [
            { from: 0, points: 3 },
            { from: 3, points: 2 },
            { from: 5, points: 1 },
            { from: 7, points: 0 },
          ],
        }),
        choice(
          'safe',
          '住的地方安全吗',
          [
            ['yes', '安全', 0],
            ['partly', '有时候不安全', 2, 'some'],
            ['no', '不安全', 4, 'worried'],
          ],
          { unknown: { points: 'worst' } },
        ),
        choice('respected', '家里大人听不听我的意见', [
          ['yes', '会听', 0],
          ['seldom', '很少听', 1],
          ['never', '从来不听，或者一说就被骂', 2],
        ]),
        several('burdens', '压在我身上的事', '没有', [
          ['money', '钱不够用', 1],
          ['care', '要照顾弟妹或生病的家人', 1],
          ['work', '要打工挣钱', 1],
          ['study', '学习跟不上', 1],
          ['debt', '欠了钱或被人催债', 2, 'some'],
        ]),
        choice('study-plan', '上学或者学手艺', [
          ['on', '在上学、在学', 0],
          ['want', '停了，想继续', 2],
          ['stopped', '停了，不想继续', 2],
        ]),
      ],
    },
    {
      id: 'harm',
      title: '让我难受的事',
      questions: [
        choice(
          'hurt',
          '有人伤害我（打、骂、控制、性方面的）',
          [
            ['no', '没有', 0],
            ['before', '以前有，现在没有', 3, 'worried'],
            ['now', '现在还有', 4, 'now'],
          ],
          { hint: '不追问经过，不承诺保密；马上报告，陪着他。', unknown: { points: 'worst' } },
        ),
        choice(
          'online',
          '网上有人威胁、骗我',
          [
            ['no', '没有', 0],
            ['some', '有过，已经断了', 1],
            ['yes', '正在发生', 4, 'worried'],
          ],
          { hint: '保留聊天记录和转账记录。' },
        ),
        choice(
          'forced',
          '有人逼我做不愿意的事（结婚、交往、挣钱、违法）',
          [
            ['no', '没有', 0],
            ['pressed', '有人劝、有人催', 3, 'worried'],
            ['forced', '已经被逼着做', 4, 'now'],
          ],
          { unknown: { points: 'worst' } },
        ),
        choice(
          'self',
          '不想活、想伤害自己',
          [
            ['no', '没有', 0],
            ['thought', '想过', 4, 'worried'],
            ['plan', '想好了怎么做，或者做过', 4, 'now'],
          ],
          { hint: '答“是”的，不要让他独处；马上联系专业人员。', unknown: { points: 'worst' } },
        ),
        choice('someone', '这些事有人可以说吗', [
          ['yes', '有', 0],
          ['no', '没有', 2, 'some'],
        ]),
      ],
    },
    {
      id: 'ahead',
      title: '以后',
      questions: [
        text('goal', '一年以后想成为什么样子'),
        text('help', '希望我们帮什么、不要做什么'),
        choice('agree', '对现在的安排', [
          ['agree', '同意', 0],
          ['partly', '有的同意，有的不同意', 1],
          ['against', '不同意', 2, 'some'],
        ]),
        text('against-why', '哪里不同意', { shownWhen: [{ question: 'agree', is: ['partly', 'against'] }] }),
      ],
    },
  ],
}
