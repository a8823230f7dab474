import { z } from 'zod'
import { endpoint } from '#kernel/endpoint.ts'
import { Done, Id, Reason, Version } from '#kernel/fields.ts'

const Seen = z.object({ id: Id, version: Version })

/** Two reports of one event: the later one follows the first, and both reporters are answered. */
export const joinReport = endpoint({
  method: 'POST',
  path: '/reports/:id/joining',
  summary: '并入同一件事的报告',
  can: 'reports.triage',
  audit: 'report.joined',
  input: Seen.extend({ firstId: Id }),
  output: Done,
})

export const separateReport = endpoint({
  method: 'POST',
  path: '/reports/:id/joining/undoing',
  summary: '与并入的报告分开',
  can: 'reports.triage',
  audit: 'report.separated',
  input: Seen.extend({ reason: Reason }),
  output: Done,
})
