import { uuidv7 } from '#server/ids.ts'
import * as audit from '#modules/audit/contract.ts'
import * as accounts from '#modules/identity/accounts/contract.ts'
import * as identity from '#modules/identity/contract.ts'
import { ID, line, REASON, type Instead, type Row } from '../entry.ts'
import { PASSWORD } from '../world.ts'

/** Without a session nobody knows which of the two counties is meant. */
const needsSession = (role: string): Instead | undefined =>
  role === 'signed-out' ? { status: 422, code: 'invalid', why: '没有登录，不知道是哪个县' } : undefined
/** A step of signing in: nobody who is in already is let through. */
const notAtThisStage = (role: string): Instead =>
  needsSession(role) ?? { status: 401, code: 'signed-out', why: '登录过程中的一步，已经登录的人走不到' }

/** Accounts and sessions are of the county, not of a set: what holds for one place in it holds for all. */
const relations = ['own', 'county'] as const

const self: Row[] = [
  line(identity.getSession, { about: 'nothing' }),
  line(identity.signIn, {
    about: 'nothing',
    writers: 'anyone',
    input: (_, me) => ({ county: '449821', signInName: `u-${me.accountId}`, password: PASSWORD }),
  }),
  line(identity.signOut, { about: 'nothing', writers: 'anyone' }),
  line(identity.changePassword, {
    about: 'nothing',
    writers: 'anyone',
    input: () => ({ current: PASSWORD, next: '另一句记得住的话 2' }),
    instead: needsSession,
  }),
  line(identity.proveAgain, {
    about: 'nothing',
    writers: 'anyone',
    input: () => ({ password: PASSWORD }),
  }),
  line(identity.startEnrolment, { about: 'nothing', instead: notAtThisStage }),
  line(identity.confirmEnrolment, {
    about: 'nothing',
    input: () => ({ code: '123456' }),
    instead: notAtThisStage,
  }),
  line(identity.enterCode, { about: 'nothing', input: () => ({ code: '123456' }), instead: notAtThisStage }),
  line(identity.listMySessions, { about: 'nothing' }),
  line(identity.endMySession, {
    about: 'session',
    relations,
    input: ({ relation, strangersSession }, me) => ({
      id: relation === 'own' ? me.sessionId : strangersSession,
    }),
  }),
  line(identity.endAllMySessions, { about: 'nothing', writers: 'anyone' }),
]

const others: Row[] = [
  line(accounts.listAccounts, { about: 'nothing', isReading: true }),
  line(accounts.getAccount, { about: 'open', relations, input: ({ strangerId: id }) => ({ id }) }),
  line(accounts.proposeAccount, {
    about: 'nothing',
    writers: ['system-admin'],
    input: () => ({ id: uuidv7(), signInName: 'newcomer', displayName: '新同事' }),
  }),
  line(accounts.grantAccount, {
    about: 'open',
    relations,
    writers: ['security-admin'],
    input: ({ strangerId: id }) => ({ id, version: 1, role: 'duty-officer' }),
  }),
  line(accounts.disableAccount, {
    about: 'open',
    relations,
    writers: ['security-admin'],
    input: ({ strangerId: id }) => ({ id, version: 1, reason: REASON }),
  }),
  line(accounts.resetPassword, {
    about: 'open',
    relations,
    writers: ['system-admin'],
    input: ({ strangerId: id }) => ({ id, reason: REASON }),
  }),
  line(accounts.resetSecondFactor, {
    about: 'open',
    relations,
    writers: ['security-admin'],
    input: ({ strangerId: id }) => ({ id, reason: REASON }),
  }),
]

const witness: Row[] = [
  line(audit.listAuditEntries, {
    about: 'nothing',
    input: () => ({ pageSize: 100 }),
    shows: { audit: 'open' },
  }),
  line(audit.getRecordTrail, {
    about: 'nothing',
    isForEach: true,
    input: (set) => ({ id: ID(set) }),
    shows: { audit: 'open' },
  }),
  line(audit.listAuditActions, { about: 'nothing' }),
  line(audit.verifyAudit, { about: 'nothing', isReading: true }),
  line(audit.listChainHeads, { about: 'nothing' }),
  line(audit.comparePrintedHead, {
    about: 'nothing',
    isReading: true,
    input: () => ({ seq: 1, hash: 'a'.repeat(64) }),
  }),
]

export const identities: Row[] = [...self, ...others, ...witness]
