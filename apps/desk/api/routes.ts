/**
 * Every route of the desk's API, as data: the server mounts them, the OpenAPI document lists them, and a test walks
 * them. A route without `open: true` needs a session.
 */
import { Type, type TSchema } from 'typebox'
import * as shape from './schema.ts'

const Nothing = Type.Null({ description: 'no content' })
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 }))
const Cursor = Type.Optional(Type.String({ maxLength: 200, pattern: '^[A-Za-z0-9_-]*$' }))
const ofTip = Type.Object({ id: shape.TipId })
const ofDesk = Type.Object({ id: shape.DeskId })
const page = Type.Object({ cursor: Cursor, limit: Limit })

export interface RouteSpec {
  method: 'GET' | 'POST' | 'PATCH'
  url: string
  summary: string
  /** No session is asked for. */
  open?: true
  schema: { params?: TSchema; querystring?: TSchema; body?: TSchema; response: Record<number | string, TSchema> }
}

export const routes = {
  getState: {
    method: 'GET', url: '/state', open: true, summary: 'Is the desk locked, and how is it',
    schema: { response: { 200: shape.DeskState } },
  },
  unlock: {
    method: 'POST', url: '/unlock', open: true, summary: 'Open the store; answers with a session cookie',
    schema: { body: shape.Unlock, response: { 204: Nothing } },
  },
  lock: {
    method: 'POST', url: '/lock', summary: 'Wipe the keys from memory and end every session',
    schema: { response: { 204: Nothing } },
  },
  getKinds: {
    method: 'GET', url: '/kinds', summary: 'The kinds of this line, in the order of the list',
    schema: { response: { 200: Type.Array(shape.KindShape) } },
  },
  getPlacesNear: {
    method: 'GET', url: '/places/near', summary: 'Names for the map around a point',
    schema: {
      querystring: Type.Object({
        lat: Type.Number({ minimum: -90, maximum: 90 }),
        lon: Type.Number({ minimum: -180, maximum: 180 }),
        n: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
      }),
      response: { 200: Type.Array(shape.NearName) },
    },
  },
  getTips: {
    method: 'GET', url: '/tips', summary: 'The queue: most urgent first, then newest',
    schema: {
      querystring: Type.Object({
        state: Type.Optional(Type.Enum(['open', 'done', 'all'])),
        kind: Type.Optional(Type.Integer()),
        lang: Type.Optional(Type.String({ maxLength: 8 })),
        urgency: Type.Optional(shape.Urgency),
        cursor: Cursor,
        limit: Limit,
      }),
      response: { 200: shape.TipPage },
    },
  },
  getTip: {
    method: 'GET', url: '/tips/:id', summary: 'One tip',
    schema: { params: ofTip, response: { 200: shape.TipDetail } },
  },
  getPreview: {
    method: 'GET', url: '/tips/:id/attachments/:n', summary: 'The scrubbed picture of an attachment',
    schema: {
      params: Type.Object({ id: shape.TipId, n: Type.Integer({ minimum: 0, maximum: 1000 }) }),
      response: { 200: Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary' }) },
    },
  },
  reply: {
    method: 'POST', url: '/tips/:id/replies', summary: 'Answer the source, by the board',
    schema: { params: ofTip, body: shape.NewReply, response: { 201: shape.ReplyShape } },
  },
  setTipState: {
    method: 'POST', url: '/tips/:id/state', summary: 'Mark a tip as done or open',
    schema: { params: ofTip, body: shape.NewTipState, response: { 200: shape.TipRow } },
  },
  moveTip: {
    method: 'POST', url: '/tips/:id/event', summary: 'Put a tip to another event or to one of its own',
    schema: { params: ofTip, body: shape.Move, response: { 200: shape.Moved } },
  },
  getEvents: {
    method: 'GET', url: '/events', summary: 'Events, most urgent first, then by the last tip',
    schema: { querystring: page, response: { 200: shape.EventPage } },
  },
  getEvent: {
    method: 'GET', url: '/events/:id', summary: 'One event with its lines of evidence',
    schema: { params: ofDesk, response: { 200: shape.EventDetail } },
  },
  setOutcome: {
    method: 'POST', url: '/events/:id/outcome', summary: 'What became of it; flows back into reliability',
    schema: { params: ofDesk, body: shape.NewOutcome, response: { 200: shape.OutcomeShape } },
  },
  makeDraft: {
    method: 'POST', url: '/events/:id/drafts', summary: 'Draft a warning from an event',
    schema: { params: ofDesk, response: { 201: shape.DraftShape } },
  },
  getDraft: {
    method: 'GET', url: '/drafts/:id', summary: 'One draft with its exposure as it is now',
    schema: { params: ofDesk, response: { 200: shape.DraftShape } },
  },
  changeDraft: {
    method: 'PATCH', url: '/drafts/:id', summary: 'Change a draft; its exposure is checked anew',
    schema: { params: ofDesk, body: shape.DraftChange, response: { 200: shape.DraftShape, 409: shape.Held } },
  },
  release: {
    method: 'POST', url: '/drafts/:id/release', summary: 'Sign and release; 409 EXPOSURE_HELD with the ways out',
    schema: { params: ofDesk, body: shape.NewRelease, response: { 200: shape.Released, 409: shape.Held } },
  },
  getReleases: {
    method: 'GET', url: '/releases', summary: 'What has left the desk, newest first',
    schema: { querystring: page, response: { 200: shape.ReleasePage } },
  },
  getRelease: {
    method: 'GET', url: '/releases/:id', summary: 'One release',
    schema: { params: ofDesk, response: { 200: shape.ReleaseDetail } },
  },
  getCap: {
    method: 'GET', url: '/releases/:id/cap.xml', summary: 'The signed CAP 1.2 warning',
    schema: { params: ofDesk, response: { 200: Type.String() } },
  },
  getChanges: {
    method: 'GET', url: '/changes', summary: 'Server-sent events: tip, event, release, state with {"id"}',
    schema: { response: { 200: Type.String({ description: 'text/event-stream' }) } },
  },
  getUnopened: {
    method: 'GET', url: '/unopened', summary: 'Envelopes that did not open, by code',
    schema: { response: { 200: shape.Unopened } },
  },
  getAudit: {
    method: 'GET', url: '/audit', summary: 'Who did what, newest first, without content',
    schema: { querystring: page, response: { 200: shape.AuditPage } },
  },
} as const satisfies Record<string, RouteSpec>

export type RouteName = keyof typeof routes
