import { ROLE_LABEL } from '#modules/identity/labels.ts'
import type { Session } from '#web/session.tsx'

const isRole = (role: string): role is keyof typeof ROLE_LABEL => role in ROLE_LABEL

/** A person's post in words: 儿童督导员 · 大麦山镇. */
export const postText = ({ role, divisionName, unitName }: NonNullable<Session['account']>) =>
  [isRole(role) ? ROLE_LABEL[role] : role, divisionName ?? unitName].filter(Boolean).join(' · ')
