/** 社会背景调查写什么。Sections after MZ/T 086-2017 and the appendix A of DB64/T 1840-2022, whose tables we have not read: 待核实. */
export const SECTIONS = [
  {
    id: 'family',
    title: '家庭',
    guide: '家里有谁、谁和孩子同住、住处和收入、家人之间的关系、有没有家暴、酗酒、赌博、吸毒、服刑。',
  },
  {
    id: 'care',
    title: '监护和照料',
    guide: '谁在管孩子的吃住、上学、看病和安全，管得怎样，有没有能力、愿不愿意，委托照护有没有书面协议。',
  },
  {
    id: 'school',
    title: '学校',
    guide: '在哪里上学、到校情况、学习和行为有没有变化，老师看到什么，有没有欺凌。',
  },
  {
    id: 'community',
    title: '村（社区）',
    guide: '邻居、亲戚、村（居）委会怎么看，以前有没有人管过，附近有谁能帮忙，有什么危险的地方。',
  },
  {
    id: 'peers',
    title: '同伴',
    guide: '和谁来往，有没有可以说话的朋友，有没有年长的、陌生的、网上的人接近孩子。',
  },
  {
    id: 'body-and-mind',
    title: '身体和心理',
    guide: '健康、伤情、就医、睡眠、情绪、自伤的念头；写谁看到的、谁说的，不替医生下结论。',
  },
  {
    id: 'event',
    title: '事情的经过',
    guide: '何时、何地、发生了什么，依据是什么。各方说法不一致的，在下面分别写，不替谁裁定。',
  },
] as const

export type SectionId = (typeof SECTIONS)[number]['id']
