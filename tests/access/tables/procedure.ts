import { uuidv7 } from '#server/ids.ts'
import * as procedure from '#modules/cases/procedure/contract.ts'
import { SHIPPED_PROCEDURE } from '#modules/cases/procedure/shipped.ts'
import type { Role } from '#modules/identity/rules.ts'
import { line, type Row } from '../entry.ts'
import { DRAFT_PROCEDURE, SHIPPED_ID } from '../procedure.ts'

const EDITORS: Role[] = ['system-admin', 'security-admin']
const draft = () => ({ id: DRAFT_PROCEDURE, version: 1 })

/** Whoever may publish is told what the draft lacks here: the office of the leading group. */
const faulty: Row['instead'] = () => ({
  status: 409,
  code: 'refused',
  why: '还不能发布：本县没有领导小组办公室所在的单位',
})

export const procedureLines: Row[] = [
  line(procedure.getProcedure, { about: 'nothing' }),
  line(procedure.listProcedureVersions, { about: 'nothing' }),
  line(procedure.getProcedureVersion, { about: 'nothing', input: () => ({ id: SHIPPED_ID }) }),
  line(procedure.exportProcedure, { about: 'nothing', isReading: true, input: () => ({ id: SHIPPED_ID }) }),
  line(procedure.draftProcedure, {
    about: 'nothing',
    input: () => ({ id: uuidv7(), fromId: SHIPPED_ID }),
    instead: () => ({ status: 409, code: 'refused', why: '已有一个草稿' }),
    writers: EDITORS,
  }),
  line(procedure.saveProcedure, {
    about: 'nothing',
    input: () => ({ ...draft(), content: SHIPPED_PROCEDURE.content }),
    writers: EDITORS,
  }),
  line(procedure.discardProcedure, { about: 'nothing', input: draft, writers: EDITORS }),
  line(procedure.publishProcedure, { about: 'nothing', input: draft, instead: faulty, writers: EDITORS }),
  line(procedure.tryProcedure, { about: 'nothing', isReading: true, input: () => ({ id: DRAFT_PROCEDURE }) }),
]
