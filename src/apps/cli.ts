import { Command } from 'commander'
import { ConfigError } from '#server/config.ts'
import { auditCommand } from './commands/audit.ts'
import { countyCommand } from './commands/county.ts'
import { demoCommand } from './commands/demo.ts'
import { escrowCommand } from './commands/escrow.ts'
import { migrateCommand } from './commands/migrate.ts'
import { receiptCommand } from './commands/receipt.ts'
import { rostersCommand } from './commands/rosters.ts'
import { startCommand } from './commands/start.ts'
import { userCommand } from './commands/user.ts'
import { CommandFailure } from './terminal.ts'

const program = new Command('shouwang')
  .description('守望：县级未成年人保护平台。设置全部来自环境变量，见 docs/operations.md')
  .helpOption('-h, --help', '显示帮助')
  .helpCommand('help [command]', '显示某条命令的帮助')
  .addCommand(startCommand)
  .addCommand(migrateCommand)
  .addCommand(countyCommand)
  .addCommand(userCommand)
  .addCommand(rostersCommand)
  .addCommand(auditCommand)
  .addCommand(escrowCommand)
  .addCommand(receiptCommand)
  .addCommand(demoCommand)

try {
  await program.parseAsync()
} catch (error) {
  if (!(error instanceof CommandFailure || error instanceof ConfigError)) console.error(error)
  else console.error(error.message)
  // Not exitCode: the embedded database's exit hook would put it back to 0.
  process.exit(1)
}
