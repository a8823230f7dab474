import type { Section } from '../scoring/content.ts'
import { choice, several, text } from './write.ts'

/** 儿童成长: what has come of the care. */
export const growth: Section = {
  id: 'growth',
  title: '一、孩子在这个家里长得怎样',
  questions: [
    choice(
      'body',
      '身高体重、卫生、衣着',
      [
        ['good', '与年龄相称，干净整齐', 0],
        ['behind', '偏瘦小，或常脏污、衣不合时', 2],
        ['neglected', '明显消瘦、有虱疮或久未洗换，无人过问', 4, 'improper'],
      ],
      { source: '未成年人保护法第十六条第一项' },
    ),
    choice(
      'mind',
      '在监护人面前的样子',
      [
        ['easy', '自在，会亲近、会撒娇', 0],
        ['wary', '拘谨，看脸色说话', 2],
        ['afraid', '害怕、躲避、发抖，或不肯回家', 4, 'improper'],
      ],
      { hint: '观察一会儿再记；见面和分开各看一次。', unknown: { points: 'worst' } },
    ),
    choice(
      'learning',
      '学习有人管吗',
      [
        ['supported', '按时上学，有人过问', 0],
        ['left', '上学，没有人过问', 1],
        ['stopped', '监护人不让上学或放任失学', 3, 'improper'],
      ],
      { source: '未成年人保护法第十六条第五项、第十七条第五项' },
    ),
    choice(
      'treatment',
      '看病、康复、打疫苗',
      [
        ['done', '该做的都做了', 0],
        ['gaps', '有遗漏，提醒后会补', 1],
        ['refused', '该治的不治、该做的康复停了', 3, 'improper'],
      ],
      { source: '未成年人保护法第十六条第一项' },
    ),
    choice(
      'play',
      '玩和休息',
      [
        ['enough', '有时间玩，睡得够', 0],
        ['little', '家务或照看弟妹占去大半时间', 1],
        ['none', '几乎没有玩和休息的时间', 2],
      ],
      { source: '未成年人保护法第十六条第六项' },
    ),
  ],
}

/** 监护保障: what holds the family. */
export const safeguards: Section = {
  id: 'safeguards',
  title: '三、这个家有什么支撑',
  questions: [
    choice('income', '收入', [
      ['enough', '够养孩子', 0],
      ['tight', '紧张，有补助', 1],
      ['none', '不够，也没有补助', 3],
    ]),
    choice('housing', '住房', [
      ['safe', '安全、稳定', 0],
      ['poor', '破旧或拥挤，能住', 1],
      ['unsafe', '危险，或没有固定住处', 3],
    ]),
    choice(
      'relatives',
      '能搭把手的亲友',
      [
        ['several', '有两个以上，随叫随到', 0],
        ['one', '有一个，不一定有空', 1],
        ['none', '没有', 2],
      ],
      { say: '家里有事的时候，谁能来帮忙看孩子？' },
    ),
    choice('community', '村里、邻居', [
      ['helpful', '来往多，会照应', 0],
      ['distant', '来往少', 1],
      ['hostile', '有纠纷，孩子受牵连', 2],
    ]),
    several(
      'needs',
      '监护人自己说需要什么',
      '没有提出需要',
      [
        ['money', '钱和物', 0],
        ['care', '有人帮着看孩子', 0],
        ['skill', '教怎么带孩子', 0],
        ['treatment', '给孩子或自己治病', 0],
        ['work', '找活干', 0],
        ['papers', '办户口、低保、补贴', 0],
      ],
      { unknown: null },
    ),
    text('guardian-words', '监护人怎么说（尽量用原话）'),
    text('team', '参加评估的人', {
      hint: '临时监护的评估，征求意见稿要求三人以上，含社会工作、心理或医学专业人员（待核实）。',
    }),
  ],
}
