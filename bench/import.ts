import type { World } from './world.ts'
export const benchImport = async (_world: World): Promise<string[]> => []
