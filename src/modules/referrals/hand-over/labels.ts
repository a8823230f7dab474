/** Why a hand-over file does not open; the page says it to whoever received it. */
export const NOT_OPENED = {
  damaged: '文件不完整：可能没有下载完，或者保存时丢了一部分。请向发出人再要一份。',
  changed: '文件被改动过，不能打开：它和签名对不上。请不要使用，并用电话告诉发出人。',
  'unknown-key': '签名所用的密钥不在文件里，不能确认是谁发出的。请向发出人再要一份。',
  ended: '这份文件已经过了截止日，不再打开。确有需要，请发出人重新制作。',
  'clock-behind': '这台设备的日期早于文件的制作日期。请先校准日期，再打开。',
  'wrong-passphrase': '口令不对。请一个词一个词核对；口令由发出人用电话或当面告诉您，不在文件里。',
  'old-browser': '这个浏览器太旧，不能解密。请换用近几年的浏览器（Edge、Chrome、Firefox、360 极速模式）。',
} as const
export type NotOpened = keyof typeof NOT_OPENED

/** Why an answer file is not taken. */
export const NOT_TAKEN = {
  'too-large': '文件太大，不是交接文件的回件',
  'no-answer': '这不是交接文件的回件，或者它不完整：请对方重新生成回件文件，整份发回',
  'other-file': '这份回件属于另一份交接文件，请到那一份下面收',
  changed: '这份回件打不开：它被改动过，或者不是用这份交接文件写的',
  repeated: '这份回件已经收过',
  withdrawn: '这份交接文件已经作废，不再收回件',
  settled: '这份交接文件的回件已经采纳，不再收新的',
} as const
export type NotTaken = keyof typeof NOT_TAKEN

export const ANSWER_DECISION = { adopted: '已采纳', 'set-aside': '已搁置' } as const
