import { expect, test } from 'vitest'
import {
  askChallenge,
  getPortal,
  openReturn,
  sendMessage,
  sendReport,
} from '#modules/reports/portal/contract.ts'
import { ADDRESSES } from './call.ts'

test('the portal calls each endpoint where its contract says it stands', () => {
  const endpoints = { getPortal, askChallenge, sendReport, openReturn, sendMessage }
  const declared = Object.entries(endpoints).map(([name, { method, path }]) => [name, [method, path]])
  expect(ADDRESSES).toEqual(Object.fromEntries(declared))
})
