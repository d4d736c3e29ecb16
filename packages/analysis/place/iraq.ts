import type { GazetteerRow } from './gazetteer.ts'
export function iraqRows(): GazetteerRow[] { return [] }
