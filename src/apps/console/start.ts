import { z } from 'zod'
import zhCN from 'zod/v4/locales/zh-CN.js'
import { giveStylesTheNonce } from '#web/nonce.ts'

giveStylesTheNonce()

// Before any schema is used. The page's policy forbids code made from text, so zod must not try; and a check without
// words of its own answers in Chinese.
z.config({ jitless: true, ...zhCN() })
