import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskAddress, maskIdNumber, maskName } from './mask.ts'

test.each([
  ['张伟', '张*'],
  ['张 伟', '张*'],
  ['王小明', '王*'],
  ['欧阳明', '欧阳*'],
  ['阿依古丽·买买提', '阿*'],
  ['John Smith', 'J*'],
  ['𠮷明', '𠮷*'],
  ['', ''],
])('%s is shown as %s', (name, expected) => {
  expect(maskName(name)).toBe(expected)
})

test.each([
  ['广东省清远市佛冈县石角镇龙南村委会三组12号', '广东省清远市佛冈县石角镇龙南村委会****'],
  ['佛冈县汤塘镇洛洞村15号', '佛冈县汤塘镇洛洞村****'],
  ['汤塘镇洛洞村', '汤塘镇洛洞村'],
  ['迳头社区居委会 8 号', '迳头社区****'],
  ['龙山镇从化围村', '龙山镇从化围村'],
  ['石角镇振兴中路123号幸福小区2栋301', '石角镇****'],
  ['石角镇振兴路5号（近新村）', '石角镇****'],
  ['佛冈县石角镇城南社区振兴路5号', '佛冈县石角镇城南社区****'],
  ['城东街道环城社区人民路1号', '城东街道环城社区****'],
  ['石角镇新村路5号', '石角镇新村****'],
  ['广东省佛冈县高岗镇高镇村委会7组', '广东省佛冈县高岗镇高镇村委会****'],
  ['石角镇振兴街12号新村', '石角镇****'],
  ['广州市天河区体育西路1号301房', '已登记'],
  ['外出务工，地址不详', '已登记'],
  ['', ''],
])('the address %s is shown as %s', (address, expected) => {
  expect(maskAddress(address)).toBe(expected)
})

test('no house number shows, whatever stands around it', () => {
  const piece = fc.constantFrom(
    '佛冈县',
    '石角镇',
    '龙南村',
    '振兴路',
    '城南社区',
    '三组',
    '幸福小区',
    '2栋',
    '新村',
    ' ',
    ',',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), fc.array(piece, { maxLength: 6 }), (before, after) => {
      expect(maskAddress(`${before.join('')}707号${after.join('')}`)).not.toContain('707')
    }),
  )
})

test('a citizen number shows only whether it is there and checked', () => {
  expect(maskIdNumber('missing')).toBe('未登记')
  for (const state of ['missing', 'unverified', 'verified'] as const)
    expect(maskIdNumber(state)).not.toMatch(/\d/)
  expect(maskIdNumber('unverified')).not.toBe(maskIdNumber('verified'))
})
