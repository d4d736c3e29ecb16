/** JSON columns and words from a closed set are our own writing; they are still checked on the way back. */
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { DeskError } from '../errors.ts'

const checks = new WeakMap<TSchema, (value: unknown) => boolean>()

/** Throws DeskError FAILED for a row that is not as it was written. */
export function readJson<T extends TSchema>(schema: T, text: string): Static<T> {
  const value: unknown = JSON.parse(text)
  return readAs(schema, value)
}

export function readAs<T extends TSchema>(schema: T, value: unknown): Static<T> {
  if (has(schema, value)) return value
  throw new DeskError('FAILED', 'a row of the store does not have the shape it was written in')
}

function has<T extends TSchema>(schema: T, value: unknown): value is Static<T> {
  const known = checks.get(schema)
  if (known !== undefined) return known(value)
  const compiled = Compile(schema)
  const check = (one: unknown): boolean => compiled.Check(one)
  checks.set(schema, check)
  return check(value)
}
