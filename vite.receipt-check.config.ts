import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const root = join(import.meta.dirname, 'src/apps/receipt-check')

/** Puts the one program into the page, which then needs nothing from anywhere. */
const intoOnePage = (): Plugin => ({
  name: 'into-one-page',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const chunk = Object.values(bundle).find((each) => each.type === 'chunk')
      if (chunk?.type !== 'chunk') throw new Error('nothing was built')
      for (const name of Object.keys(bundle)) Reflect.deleteProperty(bundle, name)
      const program = chunk.code.replaceAll('</script', String.raw`<\/script`)
      const page = readFileSync(join(root, 'page.html'), 'utf8')
      this.emitFile({
        type: 'asset',
        fileName: 'receipt-check.html',
        source: page.replace('/* program */', () => program),
      })
    },
  },
})

/** sm-crypto-v2 asks for Node's crypto where there is no Web Crypto; every browser has it. */
const withoutNode = (): Plugin => ({
  name: 'without-node',
  transform: (code, id) =>
    id.includes('/sm-crypto-v2/')
      ? code.replace(/import\(\s*(?:\/\*[^*]*\*\/\s*)?"crypto"\s*\)/, 'Promise.resolve({})')
      : undefined,
})

// The offline page that checks duty receipts: one HTML file, to be kept for years beside the receipts.
export default defineConfig({
  root,
  plugins: [withoutNode(), intoOnePage()],
  build: {
    outDir: '../../../dist',
    emptyOutDir: false,
    copyPublicDir: false,
    modulePreload: false,
    target: 'es2020',
    rolldownOptions: { input: join(root, 'main.ts'), output: { format: 'iife' } },
  },
})
