import type { Verdict } from './contract.ts'

/** What a check of a receipt came to: the short word, and what it means. */
export const VERDICT = {
  valid: { label: '有效', says: '签名相符：这份回执由所列的县签发，一个字都没有改动。' },
  changed: {
    label: '内容被改动',
    says: '签名与内容不符：回执签发后被改动过，或者不是这个县签发的。不能作为凭证。',
  },
  'unknown-key': {
    label: '密钥不认识',
    says: '给出的公钥里没有签发这份回执的那一把。请向签发的县取得公钥，再核一次。',
  },
  'wrong-suite': {
    label: '密码算法不符',
    says: '这份回执所用的签名算法，与给出的公钥不是同一种。请换用同一算法的公钥。',
  },
  truncated: { label: '不完整', says: '回执缺了一部分。请从头到尾完整复制，包括最后一行签名。' },
  'not-a-receipt': { label: '不是回执', says: '这不是守望的强制报告回执。' },
  future: { label: '日期在将来', says: '签名相符，但签发时间晚于这台设备的时间。请先核对设备的日期。' },
} satisfies Record<Verdict, { label: string; says: string }>
