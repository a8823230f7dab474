import type { InstrumentContent } from '../scoring/content.ts'
import { CHILD_VIEW } from './child-view.ts'
import { choice, text } from './write.ts'

type Face = [value: string, text: string, face: number, points: number, atLeast?: string]

/** A child points at a face; “不想说” is an answer, and is not taken for a good one. */
const faces = (id: string, words: string, say: string, shown: Face[], hint?: string) =>
  choice(
    id,
    words,
    shown.map(([value, label, face, points, atLeast]) => [
      value,
      label,
      points,
      { face, ...(atLeast && { atLeast }) },
    ]),
    { say, ...(hint && { hint }) },
  )

const GLAD_TO_SAD: Face[] = [
  ['glad', '开心', 1, 0],
  ['fine', '还好', 2, 0],
  ['so-so', '有点不好', 3, 1],
  ['sad', '难过', 4, 2],
  ['very-sad', '很难过', 5, 3, 'some'],
]

export const childViewSmall: InstrumentContent = {
  ...CHILD_VIEW,
  code: 'child-view-under-8',
  title: '听孩子说（8 岁以下）',
  purpose: '给小朋友看图、指图、说一说。大人念，孩子指；可以不答，可以停，可以画画。',
  ages: { from: 3, to: 7 },
  sections: [
    {
      id: 'days',
      title: '我的一天',
      intro: '先说：“这里没有对和错。不想答就摇摇头。我会把你说的告诉能帮你的大人。”',
      questions: [
        faces('today', '今天的我', '今天你的心情像哪一张脸？', GLAD_TO_SAD),
        faces('home', '在家的时候', '在家里的时候，你像哪一张脸？', GLAD_TO_SAD),
        faces(
          'night',
          '晚上睡觉',
          '晚上睡觉的时候，你像哪一张脸？',
          GLAD_TO_SAD,
          '答难过的，问：“晚上谁在你旁边？”',
        ),
        faces('school', '在幼儿园、学校', '在幼儿园、学校，你像哪一张脸？', GLAD_TO_SAD),
        choice(
          'hungry',
          '肚子饿',
          [
            ['never', '不会饿', 0, { face: 1 }],
            ['sometimes', '有时候饿', 2, { face: 3 }],
            ['often', '常常饿', 3, { face: 5, atLeast: 'worried' }],
          ],
          { say: '你会不会肚子饿，又没有东西吃？' },
        ),
      ],
    },
    {
      id: 'people',
      title: '我身边的人',
      questions: [
        choice(
          'who',
          '谁抱抱我',
          [
            ['many', '有好多人', 0, { face: 1 }],
            ['one', '有一个人', 0, { face: 2 }],
            ['nobody', '没有人', 3, { face: 5, atLeast: 'some' }],
          ],
          { say: '难过的时候，谁会抱抱你、陪陪你？' },
        ),
        text('who-name', '孩子说的是谁', {
          shownWhen: [{ question: 'who', is: ['many', 'one'] }],
          isOptional: true,
        }),
        choice(
          'scared',
          '有人让我害怕',
          [
            ['no', '没有', 0, { face: 1 }],
            ['little', '有一点', 3, { face: 4, atLeast: 'worried' }],
            ['yes', '有', 4, { face: 5, atLeast: 'worried' }],
          ],
          { say: '有没有人让你害怕？', hint: '只问“是谁”“在哪里”，不问经过。', unknown: { points: 'worst' } },
        ),
        choice(
          'hurt',
          '有人弄疼我',
          [
            ['no', '没有', 0, { face: 1 }],
            ['before', '以前有', 4, { face: 4, atLeast: 'worried' }],
            ['now', '现在也有', 4, { face: 5, atLeast: 'now' }],
          ],
          {
            say: '有没有人打你、弄疼你，或者碰你不让人碰的地方？',
            hint: '孩子说了，就说：“你说出来很勇敢，不是你的错。”不追问，马上报告。',
            unknown: { points: 'worst' },
          },
        ),
        text('wish', '孩子想要什么（原话，或孩子画了什么）', { say: '要是有一根魔法棒，你想变出什么？' }),
      ],
    },
  ],
}
