import type { Section } from '../scoring/content.ts'
import { choice, text } from './write.ts'

/** 第二类：家庭监护. */
export const riskFamily: Section = {
  id: 'family',
  title: '二、家庭监护',
  intro: '看照料的人：谁在管，管不管得了，怎么管。分开和孩子、和大人谈。',
  questions: [
    choice(
      'carer',
      '现在谁在照料',
      [
        ['parents', '父母一方或双方同住照料', 0],
        ['delegated', '委托亲友照料，有约定，管得过来', 1],
        ['weak', '照料人年老、患病或同时照料多名孩子，管不过来', 2],
        ['nobody', '没有人照料', 4, 'immediate'],
      ],
      { unknown: { points: 'worst' }, source: '未成年人保护法第十六条、第二十二条' },
    ),
    choice(
      'carer-health',
      '照料人的身体和精神',
      [
        ['able', '能够照料', 0],
        ['limited', '有病痛，勉强照料', 1],
        ['unable', '重病、重残、失智，或精神疾病发作期，照料不了', 3, 'high'],
      ],
      { hint: '不因为有残疾或疾病就认定不能照料，看实际做到了什么。' },
    ),
    choice(
      'alone',
      '独自在家、无人看护',
      [
        ['never', '身边一直有合适的大人', 0],
        ['day', '八岁以上，白天短时间独处，会求助', 1],
        ['night', '八岁以上，夜里或整天没有大人', 3, 'high'],
        ['small', '不满八岁或需要特别照护，无人看护', 4, 'immediate'],
      ],
      {
        say: '大人不在的时候，你和谁在一起？晚上呢？',
        unknown: { points: 'worst' },
        source: '未成年人保护法第二十一条',
      },
    ),
    choice(
      'basics',
      '吃、穿、住',
      [
        ['enough', '够用，住处干净安全', 0],
        ['poor', '紧张，有时吃不饱、穿不暖', 2],
        ['lacking', '没有饭吃、没有地方住', 4, 'high'],
      ],
      { say: '昨天三顿饭吃的什么？', source: '未成年人保护法第十六条' },
    ),
    choice(
      'care',
      '生病时就医',
      [
        ['prompt', '会及时带去看', 0],
        ['late', '拖着，小病常不管', 1],
        ['refused', '该治不治，或断药', 3, 'high'],
      ],
      { source: '未成年人保护法第十六条' },
    ),
    choice(
      'discipline',
      '管教方式',
      [
        ['talk', '讲道理为主', 0],
        ['harsh', '经常吼骂、贬低、威胁不要他', 2],
        ['beaten', '打孩子，或关、饿、冻', 4, 'high'],
        ['abused', '打伤、长期虐待，孩子不敢回家', 4, 'immediate'],
      ],
      {
        say: '做错事的时候，家里大人会怎么做？',
        hint: '“为他好”“就打过几下”也如实勾选。',
        unknown: { points: 'worst' },
        source: '未成年人保护法第十七条第一项；反家庭暴力法第十二条',
      },
    ),
    choice(
      'violence',
      '家里大人之间',
      [
        ['calm', '相处平和，或有矛盾但不动手', 0],
        ['quarrel', '常当着孩子激烈争吵、摔东西', 1],
        ['violent', '有家庭暴力，孩子看到或被牵连', 3, 'high'],
      ],
      { say: '家里大人吵架的时候，你在哪里？', unknown: { points: 'worst' }, source: '反家庭暴力法第二条' },
    ),
    choice(
      'habits',
      '照料人的嗜好和违法情况',
      [
        ['none', '没有影响照料的情况', 0],
        ['some', '酗酒、赌博、长期外出不归，影响照料', 2, 'medium'],
        ['grave', '吸毒、卖淫、教唆或带孩子做违法的事', 4, 'high'],
        ['custody', '服刑、羁押、强制戒毒，没有安排人照料', 4, 'immediate'],
      ],
      { source: '未成年人保护法第十七条' },
    ),
    choice(
      'contact',
      '不在身边的父母和孩子联系',
      [
        ['close', '父母在身边，或每周至少联系一次', 0],
        ['rare', '联系不到每周一次', 1],
        ['lost', '半年以上没有联系，或不知下落', 3, 'medium'],
      ],
      { say: '上一次和爸爸妈妈说话是什么时候？', source: '未成年人保护法第二十三条' },
    ),
    choice(
      'means',
      '收入和应急的钱',
      [
        ['enough', '够日常开支，有一点应急', 0],
        ['low', '靠低保、补贴或借钱过日子', 1],
        ['none', '没有收入，该享受的补贴也没有享受', 2],
      ],
      { hint: '钱少本身不是监护问题；漏了的政策要帮着办。' },
    ),
    text('family-notes', '补充说明：家庭监护', { isOptional: true }),
  ],
}
