// Runs under any Node from 20 on, before anything is installed: installs what is missing and, when asked, builds the console and the portal.
// `node scripts/prepare.mjs [build]`
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nodeBinary, root } from './node-binary.mjs'

const sha = (text) => createHash('sha256').update(text).digest('hex')

const readMark = (path) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : '')

const install = () => {
  const mark = join(root, 'node_modules/.shouwang-installed')
  const lock = sha(readFileSync(join(root, 'package-lock.json')) + readFileSync(join(root, 'package.json')))
  if (readMark(mark) === lock) return
  console.log('正在安装依赖（首次约一两分钟）……')
  // Not `npm ci`: it refuses a lock file that lacks the optional packages of platforms which a registry does not carry.
  // `npm install --no-save` keeps to the lock file just the same and leaves it as it is.
  const result = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
    // The server needs the packages that the browser is built from, whatever NODE_ENV says.
    env: { ...process.env, NODE_ENV: '' },
  })
  if (result.status !== 0) {
    console.error('安装没有成功：请检查网络和磁盘空间后，重新执行同一条命令')
    process.exit(1)
  }
  writeFileSync(mark, lock)
}

/** One build each: the console, the pages for everybody, the offline check of receipts. */
const CONFIGS = ['vite.config.ts', 'vite.portal.config.ts', 'vite.receipt-check.config.ts']
const BUILT = ['console/index.html', 'portal/index.html', 'receipt-check.html']

/** Names, sizes and contents of everything that the pages are built from. */
const sourceMark = () => {
  const hash = createHash('sha256')
  const walk = (folder) => {
    for (const entry of readdirSync(join(root, folder)).toSorted()) {
      const path = join(folder, entry)
      if (statSync(join(root, path)).isDirectory()) walk(path)
      else if (!entry.includes('.test.')) hash.update(path).update(readFileSync(join(root, path)))
    }
  }
  const pages = ['console', 'portal', 'receipt-check'].map((name) => `src/apps/${name}`)
  for (const folder of ['src/kernel', 'src/web', 'src/modules', ...pages]) walk(folder)
  for (const file of [...CONFIGS, 'package-lock.json']) hash.update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

const build = () => {
  const mark = join(root, 'dist/.built-from')
  const source = sourceMark()
  const isThere = BUILT.every((name) => existsSync(join(root, 'dist', name)))
  if (readMark(mark) === source && isThere) return
  console.log('正在构建界面……')
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  try {
    for (const config of CONFIGS)
      execFileSync(
        nodeBinary(),
        [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--config', config, '--logLevel', 'warn'],
        { cwd: root, stdio: 'inherit' },
      )
  } catch {
    console.error('界面没有构建成功，原因见上')
    process.exit(1)
  }
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(mark, source)
}

install()
if (process.argv.includes('build')) build()
