import type { Section } from '../scoring/content.ts'
import { choice, text } from './write.ts'

/** 第一类：儿童自身. */
export const riskChild: Section = {
  id: 'child',
  title: '一、儿童自身',
  intro: '看孩子本人：身体、心情、上学、朋友、有没有人可以说。先看、先听，再勾选。',
  questions: [
    choice(
      'health',
      '身体健康',
      [
        ['good', '身体好，按时接种、体检', 0],
        ['minor', '常生小病，或营养、发育偏差，家里在管', 1],
        ['untreated', '有病或营养不良，没有得到治疗', 3],
        ['severe', '重病或伤势无人处理，可能危及生命', 4, 'immediate'],
      ],
      { say: '最近有没有哪里不舒服？看过医生吗？', source: '未成年人保护法第十六条' },
    ),
    choice(
      'disability',
      '残疾或特殊照护需要',
      [
        ['none', '没有，或照护、康复都跟得上', 0],
        ['partial', '有需要，照护或康复时断时续', 2],
        ['neglected', '有需要，基本没人照护或康复', 3, 'medium'],
      ],
      { say: '有没有需要别人帮忙才能做的事？谁来帮？', source: '未成年人保护法第十六条、第二十一条' },
    ),
    choice(
      'mood',
      '情绪和睡眠',
      [
        ['calm', '大多数时候平静，吃得下、睡得着', 0],
        ['low', '近一个月常低落、害怕、易怒或睡不好', 2],
        ['changed', '突然像换了一个人：不说话、不出门、不吃饭', 3, 'medium'],
      ],
      { say: '这段日子心里怎么样？晚上睡得好吗？', hint: '只记看到和听到的，不下诊断。' },
    ),
    choice(
      'self-harm',
      '自伤、轻生的言行',
      [
        ['none', '没有', 0],
        ['past', '半年以前有过，之后没有再出现', 2, 'medium'],
        ['words', '近半年说过不想活，或伤过自己', 4, 'high'],
        ['plan', '现在有想法并且有办法、有时间，或刚刚伤了自己', 4, 'immediate'],
      ],
      {
        say: '有没有难受到不想活下去，或者想伤害自己的时候？',
        hint: '问了不会使孩子更想做。答“是”的，不要让孩子独处。',
        unknown: { points: 'worst' },
      },
    ),
    choice(
      'school',
      '上学',
      [
        ['regular', '按时上学（未到学龄的在正常照料下）', 0],
        ['irregular', '常迟到、请假，或成绩突然下滑', 1],
        ['absent', '一周以上没有到校，原因不明', 3, 'medium'],
        ['dropped', '已经辍学或从未入学', 3, 'high'],
      ],
      { say: '平常几点去学校？最近有没有好几天没去？', source: '未成年人保护法第十六条；义务教育法第五条' },
    ),
    choice(
      'peers',
      '与同伴相处、受欺负',
      [
        ['friends', '有朋友，没有被欺负', 0],
        ['alone', '没有朋友，常被排斥、取笑', 1],
        ['bullied', '被打、被勒索、被网上辱骂，不止一次', 3, 'medium'],
        ['severe', '欺负已造成伤害，孩子不敢上学或不敢出门', 4, 'high'],
      ],
      { say: '和谁玩得好？有没有人让你害怕？', source: '未成年人保护法第三十九条' },
    ),
    choice(
      'conduct',
      '自己的行为',
      [
        ['none', '没有明显问题', 0],
        ['poor', '抽烟、喝酒、夜不归宿、结交社会闲散人员', 2],
        ['grave', '打架伤人、偷盗、吸毒或参与违法的事', 3, 'medium'],
      ],
      { say: '晚上一般在哪里、和谁在一起？', source: '预防未成年人犯罪法第二十八条、第三十八条' },
    ),
    choice(
      'leaving',
      '离家、走失',
      [
        ['none', '没有', 0],
        ['once', '一年内离家出走或走失一次，已找回', 2],
        ['often', '多次离家，或在外过夜不知去向', 3, 'high'],
        ['missing', '现在下落不明', 4, 'immediate'],
      ],
      { unknown: { points: 'worst' } },
    ),
    choice(
      'online',
      '上网',
      [
        ['fine', '有节制，大人知道在看什么', 0],
        ['much', '长时间上网，影响睡觉、上学', 1],
        ['danger', '被陌生人索要照片、钱，约见面，或被传播隐私', 4, 'high'],
      ],
      { say: '网上有没有人让你做不舒服的事，或者让你别告诉大人？', source: '未成年人保护法第七十七条' },
    ),
    choice(
      'trusted',
      '有没有可以求助的大人',
      [
        ['yes', '有信任的大人，知道怎么找到', 0],
        ['unsure', '说得出一个，但见不到、联系不上', 1],
        ['none', '说不出任何可以求助的大人', 2, 'medium'],
      ],
      { say: '遇到难事，你会先去找谁？', unknown: { points: 'worst' } },
    ),
    text('child-notes', '补充说明：儿童自身', { isOptional: true }),
  ],
}
