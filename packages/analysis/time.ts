import type { FoundTime } from './shapes.ts'
/** zoneMinutes: minutes east of Greenwich by which "yesterday" and "at 5" are read. */
export function findTimes(_text: string, _reference: number, _options: { zoneMinutes?: number } = {}): FoundTime[] { return [] }
