import type { Section } from '../scoring/content.ts'
import { choice, day, text } from './write.ts'

/** 第三类：环境与侵害. */
export const riskSurroundings: Section = {
  id: 'surroundings',
  title: '三、环境与侵害',
  intro: '看有没有人正在伤害孩子，住处和周边有没有隐患。疑似侵害的，不要反复追问细节。',
  questions: [
    choice(
      'injury',
      '身上的伤',
      [
        ['none', '没有，或说得清的磕碰', 0],
        ['unclear', '有伤，说法对不上或躲躲闪闪', 3, 'high'],
        ['inflicted', '伤是别人造成的，或反复受伤', 4, 'immediate'],
      ],
      { hint: '不脱衣检查，不拍隐私部位；需要时请医生看。', unknown: { points: 'worst' } },
    ),
    day('injury-day', '最近一次看到伤的日子', {
      isOptional: true,
      shownWhen: [{ question: 'injury', is: ['unclear', 'inflicted'] }],
    }),
    choice(
      'sexual',
      '性侵害、性骚扰的迹象',
      [
        ['none', '没有发现', 0],
        ['signs', '有迹象：身体不适、性知识异常、特别怕某个人', 4, 'high'],
        ['told', '孩子或别人说过，或已经发现', 4, 'immediate'],
      ],
      {
        hint: '立即报警；不追问经过，不让孩子重复说，保留衣物，陪同到一站式场所。',
        unknown: { points: 'worst' },
        source: '未成年人保护法第十一条、第五十四条；高检发〔2020〕9号',
      },
    ),
    choice(
      'offender',
      '疑似伤害孩子的人能不能接触到孩子',
      [
        ['nobody', '没有这样的人', 0],
        ['kept', '有，但已经接触不到', 2, 'medium'],
        ['near', '有，住得近或常能见到', 4, 'high'],
        ['together', '现在就和孩子在一起', 4, 'immediate'],
      ],
      { unknown: { points: 'worst' } },
    ),
    choice(
      'home',
      '住处',
      [
        ['safe', '安全，孩子有自己睡的地方', 0],
        ['crowded', '拥挤，和异性大人或多人同睡', 2],
        ['unfit', '危房、工棚，或常换地方住', 3, 'medium'],
      ],
      { say: '晚上和谁睡一个屋？' },
    ),
    choice(
      'hazards',
      '水、火、电、药、交通隐患',
      [
        ['managed', '没有明显隐患，或已经防护', 0],
        ['some', '有隐患，大人知道但没有处理', 2],
        ['grave', '家门口就是深水、公路，或农药、明火随手可及，孩子又常独处', 3, 'medium'],
      ],
      { source: '未成年人保护法第十八条' },
    ),
    choice('neighbourhood', '村里、周边', [
      ['good', '邻里愿意照应', 0],
      ['distant', '没有人来往', 1],
      ['risky', '周边有人酗酒闹事、吸毒，或有侵害孩子前科的人', 3, 'medium'],
    ]),
    choice(
      'school-place',
      '学校或托管场所',
      [
        ['caring', '有老师关心，出事会联系家里', 0],
        ['little', '老师不了解孩子的情况', 1],
        ['harm', '有体罚、侮辱，或学校知道伤害却不处理', 3, 'high'],
        ['none', '不在校、也没有人看管的托管', 2],
      ],
      { source: '未成年人保护法第二十七条、第三十九条、第四十条' },
    ),
    choice(
      'exploitation',
      '被使用、被利用',
      [
        ['none', '没有', 0],
        ['heavy', '干重活、看店、照看弟妹，影响上学和休息', 2, 'medium'],
        ['used', '未满十六岁被雇用，被迫乞讨、卖艺、直播挣钱', 4, 'high'],
        ['sold', '被拐卖、被控制', 4, 'immediate'],
      ],
      { source: '未成年人保护法第十七条、第五十四条、第六十一条' },
    ),
    choice(
      'marriage',
      '订婚、同居、怀孕',
      [
        ['none', '没有', 0],
        ['arranged', '家里为孩子说亲、订婚', 3, 'high'],
        ['living', '与成年人同居，或已怀孕', 4, 'high'],
        ['under-14', '不满十四周岁而有性关系、怀孕', 4, 'immediate'],
      ],
      { hint: '不满十四周岁的，一律立即报警。', source: '未成年人保护法第十七条；刑法第二百三十六条' },
    ),
    choice('papers', '户口、学籍和该有的保障', [
      ['complete', '齐全', 0],
      ['partial', '缺一样，正在办', 1],
      ['missing', '没有户口，或长期没有学籍、保障', 2],
    ]),
    text('surroundings-notes', '补充说明：环境与侵害', { isOptional: true }),
  ],
}
