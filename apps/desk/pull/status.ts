/** What intake says of itself, checked: it may have been taken over. */
import { Type } from 'typebox'
import { Check } from 'typebox/value'
import { DeskError } from '../errors.ts'
import { nowSeconds } from '../store/time.ts'
import type { Intake } from './intake.ts'

const Status = Type.Object({
  lanes: Type.Record(Type.String({ maxLength: 40 }), Type.Object({
    waiting: Type.Integer({ minimum: 0 }), bytes: Type.Integer({ minimum: 0 }), full: Type.Boolean(),
  })),
  keySequence: Type.Integer({ minimum: 0 }),
})

export type IntakeStatus = Type.Static<typeof Status> & { at: number }

export async function readStatus(intake: Intake): Promise<IntakeStatus> {
  const text = (await intake.get('/desk/v1/status', 65_536)).toString('utf8')
  const value = parse(text)
  if (!Check(Status, value)) throw new DeskError('INTAKE_ANSWER', 'intake describes itself in a way that is not known')
  return { ...value, at: nowSeconds() }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
