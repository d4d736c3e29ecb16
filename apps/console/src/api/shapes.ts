/** Short names for what the desk's API carries, taken from the generated types by route. */
import type { paths } from './types.ts'

/** As openapi-fetch hands things out: pairs of numbers come as lists. */
type Read<T> = T extends readonly (infer U)[] ? Read<U>[] : T extends object ? { [K in keyof T]: Read<T[K]> } : T
type Ok<R> = R extends { content: { 'application/json': infer T } } ? Read<T> : never
type Get<P extends keyof paths> =
  paths[P] extends { get: { responses: { 200: infer R } } } ? Ok<R> : never

export type DeskState = Get<'/api/v1/state'>
export type Kind = Get<'/api/v1/kinds'>[number]
export type NearName = Get<'/api/v1/places/near'>[number]
export type TipRow = Get<'/api/v1/tips'>['items'][number]
export type TipDetail = Get<'/api/v1/tips/{id}'>
export type FoundPlace = TipDetail['places'][number]
export type Attachment = TipDetail['attachmentList'][number]
export type Reply = TipDetail['replies'][number]
export type Place = NonNullable<TipRow['place']>
export type Interval = TipRow['when']
export type EventRow = Get<'/api/v1/events'>['items'][number]
export type EventDetail = Get<'/api/v1/events/{id}'>
export type Draft = Get<'/api/v1/drafts/{id}'>
export type Exposure = Draft['exposure']
export type WayOut = Exposure['ways'][number]
export type Fact = Draft['facts'][number]
export type Tlp = Draft['tlp']
export type InLanguages = Draft['headline']
export type ReleaseRow = Get<'/api/v1/releases'>['items'][number]
export type ReleaseDetail = Get<'/api/v1/releases/{id}'>
export type DraftChange =
  NonNullable<paths['/api/v1/drafts/{id}']['patch']['requestBody']>['content']['application/json']
export type OutcomeName = NonNullable<EventRow['outcome']>
