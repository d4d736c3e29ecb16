/**
 * Epochs are weeks: epoch n runs from 1970-01-05T00:00:00Z (a Monday) + n · 604800 s, up to the next. The envelope's
 * first octet shows n mod 32, so that whoever opens need not try every key.
 */
export const EPOCH_SECONDS = 604_800
const firstMonday = 345_600
export const EPOCH_BITS = 5

/** `unixSeconds` from the caller's clock; negative for clocks before the first Monday, which no key list names. */
export function epochAt(unixSeconds: number): number {
  return Math.floor((unixSeconds - firstMonday) / EPOCH_SECONDS)
}

export function epochStart(epoch: number): number {
  return firstMonday + epoch * EPOCH_SECONDS
}

/** What the first octet shows of an epoch. */
export function epochMark(epoch: number): number {
  return epoch & (2 ** EPOCH_BITS - 1)
}
