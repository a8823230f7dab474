import { expect, test } from 'vitest'
import { choose, expectAccessible, follow, heading, press, says, write } from './hands.ts'
import { openStage } from './stage.ts'

const stage = await openStage()

test('the network stands as a tree of six towns with their villages, points and people', async () => {
  const leader = await stage.as('lingdao1', 'desk', '/network')
  await heading(leader, '工作网络')
  const tree = leader.getByRole('list', { name: '佛冈县的镇和村' })
  await tree.waitFor()
  expect(await tree.locator('> li').count()).toBe(6)
  await tree
    .getByText(/^汤塘镇/)
    .first()
    .click()
  await follow(tree, '洛洞村')
  await heading(leader, '洛洞村')
  await leader.getByText('儿童主任').first().waitFor()
  await expectAccessible(leader)
})

test.each(['desk', 'phone'] as const)(
  'villages stand as tiles, coloured by what one picks, and as a table, at %s size',
  async (size) => {
    const head = await stage.as('zhongxin', size, '/network/picture')
    await heading(head, '网络图')
    for (const measure of ['困境儿童人数', '儿童主任是否在岗', '工作点设立时间']) {
      await choose(head, '按什么着色', measure)
      await head.getByRole('heading', { name: `佛冈县各村（居）：${measure}` }).waitFor()
      await expectAccessible(head)
    }
    await head.getByText('表', { exact: true }).click()
    expect(await head.getByRole('table').getByRole('row').count()).toBe(92)
    await expectAccessible(head)
  },
)

test('a supervisor appoints a director to a vacant village, and the vacancy is gone', async () => {
  const supervisor = await stage.as('dd101', 'desk', '/network/vacancies')
  await heading(supervisor, '空缺岗位')
  const elsewhere = supervisor.getByRole('row').filter({ hasText: '高岗镇长江村' })
  await elsewhere.waitFor()
  expect(await elsewhere.getByRole('button', { name: '任命' }).count()).toBe(0)
  const vacancy = supervisor.getByRole('row').filter({ hasText: '水头镇铜溪村' })
  await press(vacancy, '任命')
  const form = supervisor.getByRole('dialog', { name: '任命水头镇铜溪村儿童主任' })
  await write(form, '姓名', '冼满枝')
  await write(form, '电话', '13900000001')
  await write(form, /^事由/, '村委会换届任命')
  await expectAccessible(supervisor)
  await press(form, '任命')
  await says(supervisor, '已任命')
  await vacancy.waitFor({ state: 'detached' })
  await supervisor.goto('/network')
  const tree = supervisor.getByRole('list', { name: '佛冈县的镇和村' })
  await tree
    .getByText(/^水头镇/)
    .first()
    .click()
  await tree.getByRole('listitem').filter({ hasText: '铜溪村' }).getByText('冼满枝').waitFor()
})
