// Where to look for tips that may fit: by grid and week, by likely copies, by files, by rare words. Everything here
// comes from the state and can be thrown away.

import type { LinkedTip, LinkState } from './state.ts'
import { lastsSeconds } from './score.ts'
import { bandKeys } from './sketch.ts'

export interface LinkIndex {
  add(id: string, tip: LinkedTip): void
  /** tips that may be near-copies */
  likeWords(tip: LinkedTip): Set<string>
  withMedia(tip: LinkedTip): string[]
  /** tips near in place and time */
  near(tip: LinkedTip): Set<string>
  /** tips with rare words in common, and their cosine */
  cosines(tip: LinkedTip): Map<string, number>
}

const WEEK = 7 * 86_400
/** Degrees of latitude: 5.5 km. */
const CELL = 0.05
/** Beyond this many cells a place is too vague to look around; words and files must do. */
const MAX_SPREAD = 3
/** A word that more tips than this have tells little and is not looked up. */
const COMMON = 400
/** Newest first: at most so many tips of a cell and week are compared. */
const MAX_PER_BUCKET = 60
const MAX_COSINES = 60

const indexes = new WeakMap<LinkState, LinkIndex>()

export function indexOf(state: LinkState): LinkIndex {
  const known = indexes.get(state)
  if (known !== undefined) return known
  const index = newIndex()
  for (const [id, tip] of Object.entries(state.tips)) index.add(id, tip)
  indexes.set(state, index)
  return index
}

function newIndex(): LinkIndex {
  const bands = new Map<string, string[]>()
  const media = new Map<string, string[]>()
  const cells = new Map<string, string[]>()
  const words = new Map<number, string[]>()
  const norms = new Map<string, number>()
  let count = 0

  const idf = (word: number): number => Math.log((count + 2) / ((words.get(word)?.length ?? 0) + 1))

  return {
    add(id, tip) {
      count += 1
      for (const key of bandKeys(tip.sketch)) push(bands, key, id)
      for (const sha of tip.media) push(media, sha, id)
      for (const key of cellKeys(tip, 0)) push(cells, key, id)
      for (const word of tip.sketch.words) push(words, word, id)
      norms.set(id, tip.sketch.words.length)
    },
    likeWords(tip) {
      return new Set(bandKeys(tip.sketch).flatMap((key) => bands.get(key)?.slice(-MAX_PER_BUCKET) ?? []))
    },
    withMedia(tip) {
      return [...new Set(tip.media.flatMap((sha) => media.get(sha) ?? []))]
    },
    near(tip) {
      const spread =
        tip.place === undefined ? 0 : Math.min(MAX_SPREAD, Math.max(1, Math.ceil(tip.place.radius_m / 5500)))
      return new Set(
        cellKeys(tip, spread, lastsSeconds(tip.kind)).flatMap((key) => cells.get(key)?.slice(-MAX_PER_BUCKET) ?? []),
      )
    },
    cosines(tip) {
      const own = tip.sketch.words.map((word) => ({ word, weight: idf(word) }))
      const total = Math.sqrt(own.reduce((sum, { weight }) => sum + weight * weight, 0)) || 1
      const dots = new Map<string, number>()
      for (const { word, weight } of own) {
        const posting = words.get(word) ?? []
        if (posting.length > Math.max(COMMON, count / 50)) continue
        for (const id of posting.slice(-COMMON)) dots.set(id, (dots.get(id) ?? 0) + weight * weight)
      }
      const mean = total / Math.sqrt(Math.max(1, own.length))
      const scored = [...dots].map(([id, dot]): [string, number] => [
        id,
        dot / (total * mean * Math.sqrt(norms.get(id) ?? 1)),
      ])
      return new Map(
        scored
          .filter(([, cosine]) => cosine > 0.15)
          .sort((a, b) => b[1] - a[1])
          .slice(0, MAX_COSINES),
      )
    },
  }
}

function push<K>(map: Map<K, string[]>, key: K, id: string): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [id])
  else known.push(id)
}

/** Cells around a tip for each week that it touches; tips without a place have a cell of their own for their kind. */
function cellKeys(tip: LinkedTip, spread: number, margin = 0): string[] {
  const first = Math.floor((tip.from - margin) / WEEK)
  const last = Math.min(first + 30, Math.floor((tip.to + margin) / WEEK))
  const keys: string[] = []
  for (let week = first; week <= last; week += 1) {
    for (const cell of spaceKeys(tip, spread)) keys.push(`${cell}@${week}`)
  }
  return keys
}

function spaceKeys(tip: LinkedTip, spread: number): string[] {
  if (tip.place === undefined) return [`kind${tip.kind}`]
  const y = Math.floor(tip.place.lat / CELL)
  const x = Math.floor(tip.place.lon / CELL)
  const keys: string[] = []
  for (let dy = -spread; dy <= spread; dy += 1) {
    for (let dx = -spread; dx <= spread; dx += 1) keys.push(`${y + dy},${x + dx}`)
  }
  return keys
}
