#!/usr/bin/env node
// The `shouwang` command: the CLI on the Node 24 that came with the packages.
process.argv.splice(2, 0, new URL('../src/apps/cli.ts', import.meta.url).pathname)
await import('./node.mjs')
