// `npm test`: checks, then every server test, then the browser tests. TEST_DATABASE_URL runs the server tests on another PostgreSQL.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { nodeBinary, root } from './node-binary.mjs'

const run = (args) =>
  new Promise((resolve) => {
    const child = spawn(nodeBinary(), args, { cwd: root, stdio: 'inherit' })
    child.on('exit', (code) => resolve(code ?? 1))
  })

const vitest = join(root, 'node_modules/vitest/vitest.mjs')
const failures = []
for (const [title, args] of [
  ['checks', [join(root, 'scripts/check.mjs')]],
  ['server tests', [vitest, 'run']],
  ['browser tests', [vitest, 'run', '--config', 'vitest.e2e.config.ts']],
]) {
  console.log(`\n== ${title}`)
  if ((await run(args)) !== 0) failures.push(title)
}
console.log(failures.length ? `\nfailed: ${failures.join(', ')}` : '\nall passed')
process.exitCode = failures.length ? 1 : 0
