import type { ContactKind } from './contract.ts'

export const CONTACT_KIND = {
  accepted: '告知已受理',
  asked: '回问情况',
  'before-return': '退回前的答复',
} satisfies Record<ContactKind, string>

/** Words that give nothing away: no child, no place, nothing of what was done. */
export const READY_WORDS = {
  accepted: [
    '您的报告已经受理，有专人负责。谢谢您关心孩子。',
    '您反映的情况我们已经接手办理，办完后再告诉您。',
  ],
  asked: [
    '您说的情况我们看到了。请再说一说在哪里、什么时候、谁能联系到孩子。',
    '你现在安全吗？不方便说话时不用回复，有危险请打 110。',
  ],
  end: [
    '您反映的情况已经处理完毕。为保护孩子，具体情况不便透露，谢谢您。',
    '您反映的情况不属于我们的职责，已交给有权处理的单位办理。',
    '经过核实，没有发现孩子受到侵害。再有情况请随时告诉我们。',
  ],
  cannot: ['匿名报告，没有联系方式', '多次拨打无人接听，没有其他联系方式'],
  message: ['我们看到了你的话，会有人跟进。', '谢谢你告诉我们。你做得对。有危险请马上打 110。'],
} as const
