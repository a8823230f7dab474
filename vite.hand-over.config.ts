import { defineConfig } from 'vite'
import { onePage } from './vite.one-page.ts'

// The page of a hand-over file: the server puts a sealed parcel into a copy of it.
export default defineConfig(onePage('hand-over'))
