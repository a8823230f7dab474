/** A hash in groups of eight, as people compare it with paper. */
export const inGroups = (hash: string) => hash.replace(/(.{8})/g, '$1 ').trim()
