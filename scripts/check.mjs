// Everything that can be judged without running the product: format, lint, types, boundaries, generated files.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { nodeBinary, root } from './node-binary.mjs'

const bin = (name, file) => [join(root, 'node_modules', name, file)]
const steps = [
  ['格式', [...bin('oxfmt', 'bin/oxfmt'), '--check']],
  ['代码检查', [...bin('oxlint', 'bin/oxlint'), '--type-aware', '--deny-warnings']],
  ['类型', [...bin('typescript', 'bin/tsc'), '-p', '.']],
  [
    '边界',
    [
      ...bin('dependency-cruiser', 'bin/dependency-cruiser.mjs'),
      'src',
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'err',
    ],
  ],
  ['数据库类型', [join(root, 'scripts/db-types.ts'), '--check']],
  ['文档', [join(root, 'scripts/docs.ts'), '--check']],
]

let failed = 0
for (const [title, args] of steps) {
  const began = Date.now()
  const result = spawnSync(nodeBinary(), args, { cwd: root, encoding: 'utf8' })
  const output = `${result.stdout}${result.stderr}`
  // Without its parser dependency-cruiser is content with nothing at all.
  const sawModules = title !== '边界' || Number(/\((\d+) modules/.exec(output)?.[1] ?? 0) > 100
  const isGood = result.status === 0 && sawModules
  console.log(`${isGood ? '✓' : '✗'} ${title} （${((Date.now() - began) / 1_000).toFixed(1)} 秒）`)
  if (isGood) continue
  failed += 1
  console.log(output)
}
process.exitCode = failed ? 1 : 0
console.log(`checks: ${steps.length - failed} passed, ${failed} failed`)
