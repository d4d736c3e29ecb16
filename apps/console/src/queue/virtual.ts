/** Which rows of a long list are drawn. Rows have one height; only those in sight, and a few beyond, stand in the page. */
export interface Window { first: number; last: number }

/** Rows drawn beyond the edge on either side. */
export const OVERSCAN = 8

/** Half-open range of rows to draw; never outside [0, count]. */
export function windowOf(count: number, rowHeight: number, scrollTop: number, viewHeight: number): Window {
  if (count === 0 || rowHeight <= 0) return { first: 0, last: 0 }
  const top = Math.max(0, Math.floor(scrollTop / rowHeight) - OVERSCAN)
  const bottom = Math.ceil((scrollTop + viewHeight) / rowHeight) + OVERSCAN
  return { first: Math.min(top, count), last: Math.max(0, Math.min(count, bottom)) }
}

/** The scroll position that brings a row wholly into sight, moving as little as possible. */
export function scrollToShow(index: number, rowHeight: number, scrollTop: number, viewHeight: number): number {
  const top = index * rowHeight
  if (top < scrollTop) return top
  if (top + rowHeight > scrollTop + viewHeight) return Math.max(0, top + rowHeight - viewHeight)
  return scrollTop
}

export function isNearEnd(window: Window, count: number): boolean {
  return window.last >= count - OVERSCAN
}
