import { defineConfig } from 'vite'

// The pages for everybody: Preact, no shared code with the console but types and a few small functions, for phones of 2018 on.
export default defineConfig({
  root: 'src/apps/portal',
  base: '/portal/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../../dist/portal',
    emptyOutDir: true,
    // The oldest that can count with 66 bits; older ones are told so on the first page, and keep its telephone numbers.
    target: ['chrome67', 'firefox68', 'safari14'],
    cssTarget: ['chrome64', 'safari12'],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  // One file: whoever loses the network after it came can still send when it is back, and browsers without module workers run it too.
  worker: { format: 'iife' },
  server: { port: 5174, proxy: { '/api': 'http://127.0.0.1:8080' } },
})
