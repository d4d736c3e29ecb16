/** JSON columns are our own writing; they are still checked on the way back, so that a damaged row is an error here. */
import type { Static, TSchema } from 'typebox'
import { Check } from 'typebox/value'
import { DeskError } from '../errors.ts'

export function readJson<T extends TSchema>(schema: T, text: string): Static<T> {
  const value: unknown = JSON.parse(text)
  if (Check(schema, value)) return value
  throw new DeskError('FAILED', 'a row of the store does not have the shape it was written in')
}
