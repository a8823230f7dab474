// Finds the Node 24 that came with the packages, so that every command runs on the same one whatever started it.
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const isNewEnough = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return major > 24 || (major === 24 && minor >= 12)
}

export const nodeBinary = () => {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const binary = platform === 'win' ? 'bin/node.exe' : 'bin/node'
  const bundled = join(root, `node_modules/node-${platform}-${process.arch}`, binary)
  if (existsSync(bundled)) return bundled
  if (isNewEnough()) return process.execPath
  console.error(
    `需要 Node 24.12 或更高版本（现在是 ${process.versions.node}），且没有适合 ${process.platform}-${process.arch} 的随附版本`,
  )
  process.exit(1)
}
