import { Command, Option } from 'commander'
import { readConfig } from '#server/config.ts'
import { openInstallation } from '#server/installation.ts'
import { dutyScope, inTransaction } from '#server/transaction.ts'
import { ROLE_LABEL } from '#modules/identity/labels.ts'
import { createAccount, listAccountNames } from '#modules/identity/accounts/queries.ts'
import { ROLES, type Role } from '#modules/identity/rules.ts'
import { CommandFailure, table } from '../terminal.ts'

type AddOptions = { county: string; role: Role; name: string; division?: string; unit?: string }

const add = new Command('add')
  .description('建立账号，打印一次性的首次口令；首次登录必须修改')
  .argument('<sign-in-name>', '登录名')
  .requiredOption('--county <code>', '所在县代码')
  .addOption(new Option('--role <role>', '岗位').choices([...ROLES]).makeOptionMandatory())
  .requiredOption('--name <text>', '姓名')
  .option('--division <code>', '辖区：12 位村（居）或镇代码')
  .option('--unit <code>', '单位代码')
  .action(async (signInName: string, options: AddOptions) => {
    const running = await openInstallation(readConfig())
    try {
      const { password } = await inTransaction(running.pool, dutyScope(options.county, 'installer'), (db) =>
        createAccount(db, {
          signInName,
          displayName: options.name,
          role: options.role,
          divisionCode: options.division ?? null,
          unitCode: options.unit ?? null,
          now: new Date(),
        }),
      )
      console.log(`已建立账号 ${signInName}（${ROLE_LABEL[options.role]}）`)
      console.log(`首次口令（只显示这一次）：${password}`)
    } catch (error) {
      const { constraint } = error as { constraint?: string }
      if (constraint === 'account_sign_in_name_unique')
        throw new CommandFailure(`登录名 ${signInName} 已有人使用，请换一个`)
      throw error
    } finally {
      await running.stop()
    }
  })

const list = new Command('list')
  .description('列出账号（不含任何口令）')
  .requiredOption('--county <code>', '所在县代码')
  .action(async ({ county }: { county: string }) => {
    const running = await openInstallation(readConfig())
    const accounts = await inTransaction(running.pool, dutyScope(county, 'installer'), listAccountNames)
    console.log(
      table([
        ['登录名', '姓名', '岗位', '状态'],
        ...accounts.map((a) => [
          a.signInName,
          a.displayName,
          a.role ? ROLE_LABEL[a.role] : '未授予',
          a.state,
        ]),
      ]),
    )
    await running.stop()
  })

export const userCommand = new Command('user')
  .description('账号：建立、列出')
  .addCommand(add)
  .addCommand(list)
