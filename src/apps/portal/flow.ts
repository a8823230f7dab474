export const FLOWS = ['minor', 'report', 'help', 'return', 'duty'] as const
export type Flow = (typeof FLOWS)[number]

export const isFlow = (text: string): text is Flow => (FLOWS as readonly string[]).includes(text)
