import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const chunkOf = (id: string) => {
  if (!id.includes('/node_modules/')) return undefined
  if (/\/node_modules\/(react|react-dom|react-router|scheduler|@tanstack|zod)\//.test(id)) return 'react'
  if (/\/node_modules\/(antd|@ant-design|@rc-component|dayjs)\//.test(id)) return 'antd'
  if (/\/node_modules\/(echarts|zrender)\//.test(id)) return 'echarts'
  return undefined
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
