// `node scripts/node.mjs FILE [ARGUMENTS]`: runs FILE on the Node 24 that came with the packages, and passes signals on.
import { spawn } from 'node:child_process'
import { dirname, delimiter } from 'node:path'
import { nodeBinary, root } from './node-binary.mjs'

const binary = nodeBinary()
const child = spawn(binary, process.argv.slice(2), {
  stdio: 'inherit',
  cwd: root,
  env: { ...process.env, PATH: `${dirname(binary)}${delimiter}${process.env.PATH ?? ''}` },
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (code, signal) => {
  if (signal) process.kill(process.pid, signal)
  else process.exit(code ?? 1)
})
