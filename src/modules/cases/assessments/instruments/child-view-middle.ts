import type { InstrumentContent } from '../scoring/content.ts'
import { CHILD_VIEW } from './child-view.ts'
import { choice, scale, text } from './write.ts'

export const childViewMiddle: InstrumentContent = {
  ...CHILD_VIEW,
  code: 'child-view-8-13',
  title: '听孩子说（8 至 13 岁）',
  purpose: '孩子自己看、自己答，也可以请大人念。不想答的选“不清楚”，可以随时停下。',
  ages: { from: 8, to: 13 },
  sections: [
    {
      id: 'life',
      title: '我的生活',
      intro: '先说清楚：答案没有对错；谁会看到；如果知道你有危险，我必须告诉能保护你的人。',
      questions: [
        scale(
          'week',
          '这个星期过得怎么样',
          {
            min: 0,
            max: 10,
            minText: '很糟',
            maxText: '很好',
            bands: [
              { from: 0, points: 3 },
              { from: 3, points: 2 },
              { from: 5, points: 1 },
              { from: 7, points: 0 },
            ],
          },
          { say: '从 0 到 10，给这个星期打几分？' },
        ),
        choice(
          'home-safe',
          '在家里觉得安全吗',
          [
            ['yes', '安全', 0],
            ['mostly', '大多数时候', 1],
            ['no', '常常不安全', 4, 'worried'],
          ],
          { say: '在家里，你觉得安全吗？什么时候不安全？', unknown: { points: 'worst' } },
        ),
        choice(
          'sleep',
          '睡觉',
          [
            ['good', '睡得好', 0],
            ['poor', '常常睡不着、做噩梦', 2],
          ],
          { say: '晚上睡得好吗？' },
        ),
        choice(
          'food',
          '吃饭',
          [
            ['enough', '吃得饱', 0],
            ['sometimes', '有时候吃不饱', 2],
            ['often', '常常挨饿', 3, 'worried'],
          ],
          { say: '每天能吃饱吗？' },
        ),
        choice(
          'school-like',
          '上学',
          [
            ['like', '喜欢，或者还行', 0],
            ['dislike', '不想去', 1],
            ['afraid', '害怕去', 3, 'some'],
          ],
          { say: '想到明天要上学，你是什么感觉？' },
        ),
      ],
    },
    {
      id: 'others',
      title: '我和别人',
      questions: [
        choice(
          'adult',
          '有没有信得过的大人',
          [
            ['yes', '有', 0],
            ['far', '有，但不在身边', 1],
            ['no', '没有', 3, 'some'],
          ],
          { say: '有烦心事，你会告诉谁？' },
        ),
        text('adult-name', '是谁', {
          shownWhen: [{ question: 'adult', is: ['yes', 'far'] }],
          isOptional: true,
        }),
        choice(
          'friends',
          '朋友',
          [
            ['yes', '有好朋友', 0],
            ['no', '没有朋友', 1],
          ],
          { say: '和谁玩得最好？' },
        ),
        choice(
          'bullied',
          '有人欺负我',
          [
            ['no', '没有', 0],
            ['some', '有过几次', 2],
            ['often', '经常', 3, 'some'],
          ],
          { say: '同学或者网上的人，有没有欺负你？' },
        ),
        choice(
          'hurt',
          '有人打我、骂我，或者做让我不舒服的事',
          [
            ['no', '没有', 0],
            ['before', '以前有，现在没有', 3, 'worried'],
            ['now', '现在还有', 4, 'now'],
          ],
          {
            say: '有没有大人或同学打你、让你很难受，或者碰你的身体、让你保密？',
            hint: '不追问经过，不承诺保密；马上报告。',
            unknown: { points: 'worst' },
          },
        ),
        choice(
          'self',
          '想伤害自己',
          [
            ['no', '没有', 0],
            ['thought', '想过', 4, 'worried'],
            ['did', '做过，或者现在想', 4, 'now'],
          ],
          {
            say: '有没有难受到想伤害自己？',
            hint: '答“是”的，不要让孩子独处。',
            unknown: { points: 'worst' },
          },
        ),
      ],
    },
    {
      id: 'wishes',
      title: '我想要的',
      questions: [
        text('keep', '不想改变的是什么', { say: '现在有哪些事，你希望一直这样？', isOptional: true }),
        text('change', '最想改变的是什么', { say: '如果只能改一件事，你想改什么？' }),
        choice(
          'live',
          '愿意和谁一起生活',
          [
            ['same', '就和现在的家人', 0],
            ['other', '想换一个地方或换一个人', 2],
          ],
          { say: '你想和谁住在一起？', unknown: { points: 'half' } },
        ),
      ],
    },
  ],
}
