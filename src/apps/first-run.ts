import { randomInt, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { invalid, Problem } from '#kernel/problem.ts'
import type { Running } from '#server/installation.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { createAccount } from '#modules/identity/accounts/queries.ts'
import { bundledCounties, loadDivisions } from '#modules/organisations/divisions/load.ts'
import { setUpCounty } from './first-run-contract.ts'
import { addNewCounty } from './new-county.ts'

const WRONG_CODES_ALLOWED = 5

/**
 * The first page of a county's own start: with the code printed on the terminal one chooses the county and names three administrators,
 * three different people (三员分立). Closed as soon as a county exists, and after five wrong codes until the next start.
 */
export const createFirstRun = (running: Running) => {
  const code = Array.from({ length: 8 }, () => randomInt(10)).join('')
  let wrongCodes = 0

  const checkCode = (given: string) => {
    if (wrongCodes >= WRONG_CODES_ALLOWED)
      throw new Problem({
        status: 429,
        code: 'locked',
        title: '设置码输错次数过多，请重新启动服务以取得新的设置码',
      })
    const isRight = given.length === code.length && timingSafeEqual(Buffer.from(given), Buffer.from(code))
    if (isRight) return
    wrongCodes += 1
    throw invalid('设置码不对，请看启动服务的终端', [{ field: 'code', message: '设置码不对' }])
  }

  const isNeeded = async () => (await running.counties()).length === 0

  const mount = (app: FastifyInstance) => {
    app.get('/api/first-run', async () => ({
      isNeeded: await isNeeded(),
      counties: bundledCounties(),
    }))
    app.post('/api/first-run', async (request) => {
      if (request.headers['x-shouwang-request'] !== '1')
        throw new Problem({ status: 403, code: 'cross-site', title: '请求不是从本系统页面发出的，已拒绝' })
      if (!(await isNeeded()))
        throw new Problem({ status: 404, code: 'not-found', title: '首次设置已经完成' })
      const parsed = setUpCounty.input.safeParse(request.body)
      if (!parsed.success)
        throw invalid(
          '填写有误',
          parsed.error.issues.map(({ path, message }) => ({ field: path.join('.'), message })),
        )
      const { countyCode, systemAdmin, securityAdmin, auditAdmin } = parsed.data
      checkCode(parsed.data.code)
      const people = [
        { ...systemAdmin, role: 'system-admin' },
        { ...securityAdmin, role: 'security-admin' },
        { ...auditAdmin, role: 'audit-admin' },
      ] as const
      if (new Set(people.map(({ signInName }) => signInName.toLowerCase())).size < 3)
        throw invalid('三名管理员须是三个不同的人，登录名不能相同')
      await addNewCounty(running, loadDivisions(countyCode), { isDemonstration: false })
      const accounts = await inTransaction(running.pool, dutyScope(countyCode, 'installer'), async (db) => {
        const made = []
        for (const { signInName, displayName, role } of people) {
          const { password } = await createAccount(db, {
            signInName,
            displayName,
            role,
            divisionCode: null,
            unitCode: null,
            now: new Date(),
          })
          made.push({ signInName, displayName, role, password })
        }
        return made
      })
      return { accounts }
    })
  }
  return { code, mount }
}
