import type { Reliability, Weighed, WeighReport } from '../shapes.ts'
export interface WeighOptions {
  /** probability that something told of here is real, before any report is weighed; 0.4 unless set */
  prior?: number
}
export function weigh(_reports: Iterable<WeighReport>, _reliability: ReadonlyMap<string, Reliability>, _options: WeighOptions = {}): Weighed {
  return { p: 0.5, interval: [0, 1], credibility: 6, lines: 0, why: [], roots: [] }
}
