import type { Section } from '../scoring/content.ts'
import { choice, scale } from './write.ts'

/** 监护能力: whether the guardian is there, willing and able. */
export const capacity: Section = {
  id: 'capacity',
  title: '二、监护人尽责不尽责、有没有能力',
  questions: [
    choice(
      'presence',
      '监护人在不在',
      [
        ['here', '同住，天天见面', 0],
        ['away', '在外，委托了人，常联系', 1],
        ['loose', '在外，没有像样的委托', 3],
        ['gone', '死亡、失踪、失联半年以上，或人身自由受限，没有人接替', 4, 'absent'],
      ],
      {
        unknown: { points: 'worst', atLeast: 'improper' },
        source: '未成年人保护法第二十二条、第九十二条、第九十四条',
      },
    ),
    choice(
      'delegation',
      '受委托照护的人',
      [
        ['fit', '征求过孩子意见，有书面约定，身体和品行都合适', 0],
        ['informal', '口头托付，没有约定', 1],
        ['unfit', '有虐待、酗酒、吸毒等不宜受托的情形', 4, 'improper'],
      ],
      {
        shownWhen: [{ question: 'presence', is: ['away', 'loose', 'gone'] }],
        source: '未成年人保护法第二十二条、第二十三条',
      },
    ),
    choice(
      'willing',
      '愿不愿意管',
      [
        ['willing', '愿意，主动问怎么办', 0],
        ['passive', '推一下动一下', 2],
        ['refuses', '明说不要、不管孩子', 4, 'absent'],
      ],
      { unknown: { points: 'worst' }, source: '未成年人保护法第十七条第一项' },
    ),
    choice(
      'fitness',
      '身体、精神能不能承担',
      [
        ['able', '能', 0],
        ['helped', '有人帮就能', 2],
        ['unable', '不能，又没有别人承担', 4, 'absent'],
      ],
      { hint: '看实际照料，不看诊断名称。', unknown: { points: 'worst' } },
    ),
    choice(
      'supervision',
      '看护',
      [
        ['always', '知道孩子在哪里、和谁在一起', 0],
        ['gaps', '常有说不清的时候', 2],
        ['left', '不满八岁或需要照护的孩子独处，或交给不合适的人', 4, 'improper'],
      ],
      { unknown: { points: 'worst' }, source: '未成年人保护法第二十一条' },
    ),
    choice(
      'punishment',
      '怎么管教',
      [
        ['talk', '讲道理、定规矩', 0],
        ['shout', '吼骂、羞辱为主', 2],
        ['hit', '打，或关、饿、冻', 4, 'improper'],
        ['injure', '打伤、虐待、性侵害，或放任别人这样做', 4, 'absent'],
      ],
      {
        unknown: { points: 'worst', atLeast: 'improper' },
        source: '未成年人保护法第十七条；民法典第三十六条',
      },
    ),
    choice(
      'protects',
      '孩子受到伤害时护不护',
      [
        ['protects', '会护着孩子，会报警、会求助', 0],
        ['hesitates', '知道不对，不敢管', 2],
        ['sides', '袒护伤害孩子的人，或怪孩子', 4, 'improper'],
      ],
      { unknown: { points: 'worst' }, source: '未成年人保护法第十一条、第二十条' },
    ),
    choice(
      'talks',
      '和孩子说话',
      [
        ['daily', '常说，会听', 0],
        ['weekly', '每周至少一次，多是问学习', 1],
        ['rare', '很少说，孩子有事不告诉他', 2],
      ],
      { source: '未成年人保护法第二十三条' },
    ),
    choice(
      'conduct',
      '自己的行为',
      [
        ['fine', '没有影响孩子的情形', 0],
        ['habit', '酗酒、赌博，影响照料', 2],
        ['grave', '吸毒，或带着孩子做违法的事', 4, 'improper'],
      ],
      { source: '未成年人保护法第十七条' },
    ),
    choice(
      'asks',
      '听不听孩子的意见',
      [
        ['yes', '大事会问孩子', 0],
        ['seldom', '很少问', 1],
        ['never', '从来不问', 2],
      ],
      { source: '未成年人保护法第十九条' },
    ),
    scale(
      'confidence',
      '监护人给自己打分：有多大把握照顾好孩子',
      {
        min: 0,
        max: 10,
        minText: '没有把握',
        maxText: '很有把握',
        bands: [
          { from: 0, points: 3 },
          { from: 3, points: 2 },
          { from: 6, points: 1 },
          { from: 8, points: 0 },
        ],
      },
      { say: '从 0 到 10，您觉得自己有几分把握？' },
    ),
  ],
}
