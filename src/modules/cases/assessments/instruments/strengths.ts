import type { InstrumentContent, Question } from '../scoring/content.ts'
import { choice, several, text, WORKERS } from './write.ts'

/** There, partly there, or lacking; what is there is told beside the result. */
const asset = (
  id: string,
  words: string,
  [have, some, none]: [string, string, string],
  say?: string,
): Question =>
  choice(
    id,
    words,
    [
      ['have', have, 0, { isStrength: true }],
      ['some', some, 1],
      ['none', none, 2],
    ],
    say ? { say } : {},
  )

/** 优势与资源: what a plan can build on. The points are what is lacking. */
export const strengths: InstrumentContent = {
  code: 'strengths',
  title: '优势与资源',
  purpose: '计划从已有的东西出发：孩子会什么、家里靠谁、村里和学校有什么。缺的计分，有的列出来写进计划。',
  asked: 'worker',
  roles: WORKERS,
  source: '社会工作的优势视角，用于个案流程里的“预估”；题目与起点分为本平台自拟',
  isUnconfirmed: true,
  sections: [
    {
      id: 'child',
      title: '孩子自己',
      questions: [
        asset(
          'talent',
          '喜欢做、做得好的事',
          ['有，经常做', '有，没有机会做', '说不出来'],
          '你做什么事的时候最开心、最拿手？',
        ),
        asset(
          'cope',
          '遇到困难时',
          ['会想办法、会求助', '要人推一把', '躲起来或发脾气'],
          '上次遇到难事，你是怎么过来的？',
        ),
        asset('learn', '学习的愿望', ['想学，有目标', '想学，跟不上', '不想学']),
        asset('hope', '对以后', ['说得出想成为什么样的人', '没有想过', '觉得没有希望']),
        asset('body', '身体和自理', ['健康，会照顾自己', '需要提醒', '需要别人照顾']),
      ],
    },
    {
      id: 'family',
      title: '家里',
      questions: [
        asset('bond', '有一个稳定亲近的大人', ['有，天天见', '有，不常见', '没有']),
        asset('siblings', '兄弟姐妹、祖辈', ['互相照应', '有来往', '没有或相处不好']),
        asset('effort', '监护人为孩子做过的努力', ['看得见，一直在做', '有过，没有坚持', '看不到']),
        asset('routine', '生活规律', ['按时吃饭睡觉上学', '时好时坏', '没有规律']),
        asset('skills', '监护人能挣钱、会持家', ['能', '有一样', '都不行']),
      ],
    },
    {
      id: 'around',
      title: '学校、村里、社会',
      questions: [
        asset('teacher', '关心孩子的老师', ['有，常沟通', '有，联系少', '没有']),
        asset('friends', '朋友', ['有好朋友', '有玩伴', '没有']),
        asset('neighbour', '可以托付的邻居、村干部、儿童主任', ['有，常上门', '认识，来往少', '没有']),
        asset('policy', '已经享受到的政策', ['该有的都有', '缺一两项', '基本没有']),
        several(
          'links',
          '可以用上的资源',
          '还没有找到',
          [
            ['home', '儿童之家、社区活动', 0, { isStrength: true }],
            ['volunteer', '志愿者、爱心家庭结对', 0, { isStrength: true }],
            ['social-work', '社会工作机构', 0, { isStrength: true }],
            ['school', '学校的心理老师、资助', 0, { isStrength: true }],
            ['health', '医院、康复机构', 0, { isStrength: true }],
            ['law', '法律援助', 0, { isStrength: true }],
            ['charity', '慈善资金、物资', 0, { isStrength: true }],
          ],
          { unknown: null },
        ),
        text('use', '准备把哪一样写进计划'),
      ],
    },
  ],
  levels: [
    {
      code: 'few',
      label: '支撑很少',
      danger: null,
      from: 18,
      advice: '先补一个稳定的大人和一样孩子做得好的事，再谈别的目标。',
    },
    {
      code: 'some',
      label: '有一些支撑',
      danger: null,
      from: 8,
      advice: '把已有的写进计划，缺的逐项找人补。',
    },
    {
      code: 'many',
      label: '支撑较多',
      danger: null,
      from: 0,
      advice: '计划以家庭和孩子自己为主，我们在旁支持。',
    },
  ],
  unknownAtLeast: null,
}
