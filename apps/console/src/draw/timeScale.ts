/** Times on a line: positions, and ticks at round local times. */
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const STEPS = [
  MINUTE, 5 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR,
  DAY, 2 * DAY, 7 * DAY, 14 * DAY, 30 * DAY, 90 * DAY, 365 * DAY,
]

export interface TimeAxis { from: number; to: number; width: number; mirrored: boolean }

/** In a right-to-left page time runs with the reading, from right to left. */
export function xOf(axis: TimeAxis, at: number): number {
  const share = (at - axis.from) / Math.max(1, axis.to - axis.from)
  return (axis.mirrored ? 1 - share : share) * axis.width
}

/** Round times within the axis, at most `most` of them. `offsetMinutes` as Date.getTimezoneOffset gives it. */
export function ticksOf(axis: TimeAxis, most: number, offsetMinutes: number): { at: number; wholeDays: boolean }[] {
  const length = axis.to - axis.from
  const step = STEPS.find((one) => length / one <= most) ?? Math.ceil(length / most / DAY) * DAY
  const shift = offsetMinutes * MINUTE
  const ticks: { at: number; wholeDays: boolean }[] = []
  const first = Math.ceil((axis.from - shift) / step) * step + shift
  for (let at = first; at <= axis.to && ticks.length < 50; at += step) ticks.push({ at, wholeDays: step >= DAY })
  return ticks
}

/** From an interval and the moments that must be on it too, an axis with some room at both ends. */
export function axisAround(moments: readonly number[], width: number, mirrored: boolean): TimeAxis {
  const [low, high] = [Math.min(...moments), Math.max(...moments)]
  const room = Math.max((high - low) * 0.08, 5 * MINUTE)
  return { from: low - room, to: high + room, width, mirrored }
}

/** From the first moment on, with some room after the last: for what grows with time. */
export function axisFrom(moments: readonly number[], width: number, mirrored: boolean): TimeAxis {
  const [low, high] = [Math.min(...moments), Math.max(...moments)]
  return { from: low, to: high + Math.max((high - low) * 0.08, MINUTE), width, mirrored }
}
