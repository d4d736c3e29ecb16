/** What each throwaway task gives back, checked on the program's side: the process that made it may be taken over. */
import { Type, type Static } from 'typebox'
import { Value } from 'typebox/value'

type Bytes = Uint8Array<ArrayBuffer>

const bytes = Type.Refine(Type.Unsafe<Bytes>({}), (value) => value instanceof Uint8Array)
const words = (maxLength: number) => Type.Refine(Type.String({ maxLength }), (value) => value.isWellFormed())
/** As strict as a payload is about it (spec/payload.md). */
const mediaType = Type.String({ pattern: '^[a-z0-9][a-z0-9.+-]{0,62}/[a-z0-9][a-z0-9.+-]{0,62}$' })

const mail = Type.Object({
  /** The words a person wrote: plain text, or what is left of HTML. */
  text: words(2_000_000),
  subject: Type.Optional(words(4000)),
  from: Type.Optional(words(4000)),
  to: Type.Array(words(4000), { maxItems: 200 }),
  /** Unix seconds, as the sender's clock says. */
  date: Type.Optional(Type.Integer()),
  messageId: Type.Optional(words(4000)),
  received: Type.Array(words(4000), { maxItems: 100 }),
  attachments: Type.Array(Type.Object({ type: mediaType, bytes }), { maxItems: 200 }),
  /** Codes that say in what way the message was broken or cut. */
  notes: Type.Array(words(60), { maxItems: 50 }),
})

const image = Type.Object({
  image: bytes,
  type: Type.Union([Type.Literal('image/webp'), Type.Literal('image/jpeg')]),
  width: Type.Integer({ minimum: 1, maximum: 100_000 }),
  height: Type.Integer({ minimum: 1, maximum: 100_000 }),
})

/** What a throwaway process was able to do, when asked to try. */
const probe = Type.Object({ did: Type.String({ maxLength: 200 }), bytes: Type.Optional(bytes) })

export const throwawayValues = { mail, image, probe }
export type ThrowawayTask = keyof typeof throwawayValues
export type ThrowawayValues = { [Task in ThrowawayTask]: Static<(typeof throwawayValues)[Task]> }
export type MailValue = ThrowawayValues['mail']
export type ImageValue = ThrowawayValues['image']

export function checkValue<Task extends ThrowawayTask>(task: Task, value: unknown): value is ThrowawayValues[Task] {
  return Value.Check(throwawayValues[task], value)
}
