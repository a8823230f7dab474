import { expect, test } from 'vitest'
import { numberHint, shownRules, shownValues } from './compare.ts'

const FILE = '449821201506012345'

test.each([
  [{ idNumber: FILE }, FILE, '完全一致'],
  [{ idNumber: '449821201506012346' }, FILE, '有 1 位不同'],
  [{ idNumberAsWritten: '449821201506012354' }, FILE, '相邻两位颠倒'],
  [{ idNumberAsWritten: '44982120150601234' }, FILE, '名册上是 17 位'],
  [{ idNumberPrefix: '449821201506012' }, FILE, '前 15 位一致，后 3 位被 Excel 抹掉'],
  [{ idNumberPrefix: '449821201506019' }, FILE, '前 15 位不一致'],
  [{}, FILE, null],
  [{ idNumber: FILE }, null, null],
])('%j beside a number on file', (record, onFile, hint) => {
  expect(numberHint(record, onFile)).toBe(hint)
})

test('values and rules of secret fields show only that they are there', () => {
  const shown = JSON.stringify([
    shownValues({
      name: '张伟',
      idNumber: FILE,
      phone: ['19900000001'],
      residenceAddress: { text: '石角镇围镇村4组12号', villageCode: '1' },
      disabilityCardNo: { number: `${FILE}51`, idNumber: FILE, classCode: 5, grade: 1 },
      proofNo: '民字001号',
    }),
    shownRules([
      { field: 'idNumber', code: 'quote', label: '去掉开头的单引号', from: `'${FILE}`, to: FILE },
      { field: 'birthDay', code: 'day', label: '日期统一', from: '2015/6/1', to: '2015-06-01' },
    ]),
  ])
  expect(shown).not.toMatch(/449821|1990000|民字|12号|4组/)
  expect(shown).toContain('2015/6/1')
  expect(shown).toContain('张伟')
})
