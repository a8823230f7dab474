import { defineConfig } from 'vite'
import { onePage } from './vite.one-page.ts'

// The offline page that checks duty receipts: one HTML file, to be kept for years beside the receipts.
export default defineConfig(onePage('receipt-check'))
