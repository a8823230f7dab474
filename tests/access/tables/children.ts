import { uuidv7 } from '#server/ids.ts'
import * as care from '#modules/children/care/contract.ts'
import * as categories from '#modules/children/categories/contract.ts'
import * as changes from '#modules/children/changes/contract.ts'
import { listChildren } from '#modules/children/contract.ts'
import { exportChildren } from '#modules/children/exports/contract.ts'
import * as family from '#modules/children/family/contract.ts'
import * as file from '#modules/children/file/contract.ts'
import * as health from '#modules/children/health/contract.ts'
import * as parents from '#modules/children/parents/contract.ts'
import * as register from '#modules/children/register/contract.ts'
import * as schooling from '#modules/children/schooling/contract.ts'
import { searchChildren } from '#modules/children/search/contract.ts'
import * as secrets from '#modules/children/secrets/contract.ts'
import * as standing from '#modules/children/standing/contract.ts'
import { countChildrenInDifficulty } from '#modules/statistics/contract.ts'
import { ID, line, REASON, type Row } from '../entry.ts'
import { BIRTH_DAY, idNumberOf, nameOf, PLACE } from '../marks.ts'

const NETWORK = ['child-director', 'supervisor', 'duty-officer', 'caseworker', 'centre-head'] as const
const day = '2026-01-10'
const ending = { version: 1, to: day, reason: REASON }

const onlyWhereResponsible: Row['instead'] = (role, relation) =>
  role === 'supervisor' && relation === 'hukou'
    ? { status: 409, code: 'refused', why: '只有负责的镇可以变更' }
    : undefined
const NOT_GONE = { status: 409, code: 'refused', why: '在册的儿童不用恢复' }

const reading: Row[] = [
  line(listChildren, {
    about: 'nothing',
    input: () => ({ pageSize: 100 }),
    shows: { name: 'child-list' },
  }),
  line(exportChildren, {
    about: 'nothing',
    isReading: true,
    input: () => ({ reason: REASON }),
    shows: { name: 'child-list' },
  }),
  line(searchChildren, {
    about: 'nothing',
    isReading: true,
    isForEach: true,
    input: ({ relation }) => ({ text: nameOf(relation, 0) }),
    shows: { name: 'child-search', file: 'child-search' },
  }),
  line(register.findDuplicates, {
    about: 'nothing',
    isReading: true,
    isForEach: true,
    input: ({ relation }) => ({
      name: nameOf(relation, 1),
      birthDay: BIRTH_DAY,
      idNumber: idNumberOf(relation, 0),
    }),
    shows: { name: 'child' },
  }),
  line(countChildrenInDifficulty, { about: 'nothing' }),
  line(file.getChild, {
    about: 'child',
    input: (set) => ({ id: ID(set) }),
    shows: { name: 'child', file: 'child', hiv: 'hiv-category' },
  }),
  line(file.printChild, {
    about: 'child',
    isReading: true,
    input: (set) => ({ id: ID(set), reason: REASON }),
    shows: { name: 'child', file: 'child', hiv: 'hiv-category' },
  }),
  line(changes.listChanges, { about: 'child', input: (set) => ({ id: ID(set) }), shows: { file: 'child' } }),
  line(changes.listTimeline, { about: 'child', input: (set) => ({ id: ID(set) }), shows: { file: 'child' } }),
  line(secrets.revealChildField, {
    about: 'child',
    isReading: true,
    input: (set) => ({
      id: ID(set),
      subject: 'child',
      subjectId: ID(set),
      field: 'residenceAddress',
      reason: REASON,
    }),
    shows: { secret: 'child' },
  }),
  line(secrets.revealHealth, {
    about: 'child',
    isReading: true,
    input: (set) => ({ id: ID(set), subject: 'health', subjectId: set.healthId, reason: REASON }),
    shows: { health: 'child' },
  }),
]

const base: Row[] = [
  line(register.registerChild, {
    about: 'place',
    outside: { status: 422, code: 'invalid' },
    writers: NETWORK,
    input: ({ divisionCode }) => ({
      id: uuidv7(),
      name: '新来者',
      sex: 'male',
      birthDay: BIRTH_DAY,
      divisionCode,
      residence: 'unknown',
    }),
  }),
  line(register.correctChild, {
    about: 'child-writing',
    input: (set) => ({ id: ID(set), version: 1, reason: REASON, ethnicity: '瑶族' }),
  }),
  line(register.moveChild, {
    about: 'child-writing',
    input: (set) => ({ id: ID(set), version: 1, divisionCode: PLACE.village, reason: REASON }),
    instead: onlyWhereResponsible,
  }),
  line(standing.leaveRegister, {
    about: 'child-writing',
    input: (set) => ({ id: ID(set), version: 1, kind: 'moved-away', on: day, reason: REASON }),
    instead: onlyWhereResponsible,
  }),
  line(standing.returnToRegister, {
    about: 'child-writing',
    input: (set) => ({ id: ID(set), version: 1, on: day, reason: REASON }),
    instead: (role, relation) => onlyWhereResponsible(role, relation) ?? NOT_GONE,
  }),
  line(categories.addCategory, {
    about: 'child-writing',
    input: (set) => ({ id: ID(set), categoryId: uuidv7(), kind: 'poor-family', from: day }),
  }),
  line(categories.endCategory, {
    about: 'child-writing',
    input: (set) => ({ id: ID(set), categoryId: set.categoryId, ...ending }),
  }),
  line(schooling.recordSchooling, {
    about: 'child-writing',
    input: (set) => ({ id: ID(set), schoolingId: uuidv7(), status: 'dropped-out', from: day }),
  }),
  line(health.recordHealth, {
    about: 'child-writing',
    input: (set) => ({ id: ID(set), healthId: uuidv7(), detail: { kind: 'other' } }),
  }),
  line(health.endHealth, {
    about: 'child-writing',
    input: (set) => ({ id: ID(set), healthId: set.healthId, ...ending }),
  }),
]

const ofFamily: Row[] = [
  line(family.addFamilyMember, {
    about: 'child-writing',
    input: (set) => ({
      id: ID(set),
      linkId: uuidv7(),
      personId: uuidv7(),
      name: '新亲属',
      relation: 'other-relative',
    }),
  }),
  line(family.correctPerson, {
    about: 'child-writing',
    input: (set) => ({
      id: ID(set),
      personId: set.personId,
      version: 1,
      reason: REASON,
      whereabouts: '广州市',
    }),
  }),
  line(family.correctRelation, {
    about: 'child-writing',
    input: (set) => ({ id: ID(set), linkId: set.linkId, version: 1, reason: REASON, isHousehold: false }),
  }),
  line(family.endRelation, {
    about: 'child-writing',
    input: (set) => ({ id: ID(set), linkId: set.linkId, ...ending }),
  }),
  line(parents.addParentState, {
    about: 'child-writing',
    input: (set) => ({
      id: ID(set),
      personId: set.personId,
      stateId: uuidv7(),
      kind: 'imprisoned',
      from: day,
    }),
  }),
  line(parents.endParentState, {
    about: 'child-writing',
    input: (set) => ({ id: ID(set), personId: set.personId, stateId: set.stateId, ...ending }),
  }),
  line(care.recordDelegatedCare, {
    about: 'child-writing',
    input: (set) => ({
      id: ID(set),
      careId: uuidv7(),
      carerId: set.grandmotherId,
      relation: 'paternal-grandmother',
      reason: '外出务工',
      from: day,
    }),
  }),
  line(care.completeDelegatedCare, {
    about: 'child-writing',
    input: (set) => ({ id: ID(set), careId: set.careId, version: 1, villageToldOn: day }),
  }),
  line(care.endDelegatedCare, {
    about: 'child-writing',
    input: (set) => ({ id: ID(set), careId: set.careId, ...ending }),
  }),
]

export const children: Row[] = [...reading, ...base, ...ofFamily]
