import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// What every page needs changes seldom and stays in the browser's cache over releases. The rest of antd travels with the
// pages that use it, and ECharts with the first chart. What must run before any schema is made stands in a file of its own:
// a chunk that several pages share would otherwise be evaluated before it.
const chunkOf = (id: string) => {
  if (id.endsWith('/console/start.ts')) return 'start'
  return /\/node_modules\/(react|react-dom|react-router|scheduler|@tanstack|zod)\//.test(id)
    ? 'react'
    : undefined
}

export default defineConfig({
  root: 'src/apps/console',
  plugins: [react()],
  build: {
    outDir: '../../../dist/console',
    emptyOutDir: true,
    chunkSizeWarningLimit: 1_200,
    rolldownOptions: { output: { manualChunks: chunkOf } },
  },
  server: { port: 5173, proxy: { '/api': 'http://127.0.0.1:8080' } },
})
