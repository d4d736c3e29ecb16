/** The store's tables as the queries see them; migrations/ is where they are made. */
import type { ColumnType, Generated, Kysely, Selectable, Transaction } from 'kysely'

type Blob = Uint8Array
/** Columns that a row is given by the store and nobody else. */
type Seq = Generated<number>
type Flag = ColumnType<number, number, number>

export interface TipTable {
  seq: Seq
  id: string
  content: Blob
  arrived_at: number
  received_at: number
  channel: string
  source: string
  duress: Flag
  reply_key: Blob | null
  kind_told: number
  urgency_told: number
  lang_told: string | null
  place_told: string | null
  when_told: string | null
  when_trusted: Flag
  basis: string
  heard_from: string
  text: string
  composed_at: number | null
  composed_clock: string | null
  counter: number | null
  rest: Blob | null
  kind: number
  kind_from: string
  urgency: number
  lang: string
  lat: number | null
  lon: number | null
  radius_m: number | null
  place_name: string | null
  place_from: string | null
  when_from: number
  when_to: number
  gist: string
  understood: string | null
  event: string | null
  state: 'open' | 'done'
  answered: Generated<number>
  amended: Generated<number>
  attachments: Generated<number>
}

export interface EventTable {
  id: string
  kind: number
  urgency: number
  lat: number | null
  lon: number | null
  radius_m: number | null
  place_name: string
  when_from: number
  when_to: number
  p: number
  lo: number
  hi: number
  credibility: number
  lines: number
  why: string
  roots: string
  tips: number
  open_tips: number
  last_tip: number
  last_tip_at: number
  outcome: string | null
  outcome_reason: string | null
  outcome_at: number | null
  released: Generated<number>
}

export interface AttachmentTable {
  tip: string
  n: number
  locator: string
  type: string
  bytes: number
  state: 'waiting' | 'ready' | 'refused' | 'missing'
  code: string | null
  tries: Generated<number>
  next_try_at: number
  fetch_key: Blob | null
  sha256: string | null
  file: string | null
  file_key: Blob | null
  preview: string | null
  preview_key: Blob | null
  preview_type: string | null
  preview_bytes: number | null
  told_intake: Generated<number>
  /** 1: belongs to the vault, and no analyst is shown it or that it is there. */
  vault: Generated<number>
}

export type Became = 'tip' | 'again' | 'amendment' | 'decoy' | 'unopened'

export interface Tables {
  setting: { name: string; value: string }
  envelope: { hash: Blob; at: number; became: Became; tip: string | null }
  unopened: {
    seq: Seq; hash: Blob; at: number; code: string; expired: Flag; bytes: number; tried: string; envelope: Blob | null
  }
  tip: TipTable
  tip_words: { rowid: number; words: string }
  vault: { tip: string; sealed: Blob }
  source_key: { hash: Blob; source: string; duress: Flag }
  amendment: {
    seq: Seq; tip: string; content: Blob; at: number; kind: number; text: string; place: string | null
    when_from: number; when_to: number
  }
  attachment: AttachmentTable
  job: { seq: Seq; task: 'tip' | 'event'; about: string; failed: Generated<number> }
  link_step: { seq: Seq; act: 'link' | 'move'; tip: string; event: string }
  link_kept: { one: number; step: number; state: string }
  event: EventTable
  belief: { seq: Seq; event: string; at: number; p: number; lo: number; hi: number }
  ack: { seq: Seq; proof: Blob; at: number }
  expired: { seq: Seq; hash: Blob; at: number }
  reply: { seq: Seq; tip: string; text: string; at: number; due_at: number; posted_at: number | null }
  draft: { id: string; event: string; at: number; content: string; release: string | null }
  release: {
    seq: Seq; id: string; draft: string; event: string; at: number; content: string; cap: string; reason: string
  }
  audit: { seq: number; at: number; act: string; about: string | null; hash: Blob }
  change: { seq: Seq; name: string; id: string }
}

export type Db = Kysely<Tables>
/** Inside a transaction use this and nothing else: another query of the same store would wait for it for ever. */
export type Tx = Transaction<Tables>
export type Row<T extends keyof Tables> = Selectable<Tables[T]>
