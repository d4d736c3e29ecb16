/** The desk, asked. Every failure becomes one DeskProblem, so that each page can say what happened and what to do. */
import createClient from 'openapi-fetch'
import type { paths } from './types.ts'

/** What can come back instead of an answer. `REFUSED` carries the desk's own code and words. */
export type ProblemKind = 'NO_DESK' | 'LOCKED' | 'NOT_FOUND' | 'TOO_MANY' | 'REFUSED'

export class DeskProblem extends Error {
  readonly kind: ProblemKind
  /** The desk's code, or the kind where the desk gave none. */
  readonly code: string
  readonly status: number
  /** Seconds to wait, when the desk said so. */
  readonly waitSeconds: number
  /** The whole answer, for the codes that carry more (EXPOSURE_HELD). */
  readonly body: unknown

  constructor(kind: ProblemKind, status = 0, body: unknown = undefined, waitSeconds = 0) {
    const { code, message } = failureIn(body)
    super(message ?? kind)
    this.name = 'DeskProblem'
    this.kind = kind
    this.code = code ?? kind
    this.status = status
    this.waitSeconds = waitSeconds
    this.body = body
  }
}

/** Without content when the desk's words are not of the agreed shape. */
function failureIn(body: unknown): { code?: string; message?: string } {
  if (typeof body !== 'object' || body === null || !('error' in body)) return {}
  const { error } = body
  if (typeof error !== 'object' || error === null) return {}
  return {
    ...('code' in error && typeof error.code === 'string' ? { code: error.code } : {}),
    ...('message' in error && typeof error.message === 'string' ? { message: error.message } : {}),
  }
}

export const desk = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin' })

interface Answer<T> { data?: T; error?: unknown; response: Response }

const lockedListeners = new Set<() => void>()
/** Told whenever an answer says that there is no session any more. */
export function whenLockedOut(run: () => void): void {
  lockedListeners.add(run)
}

/** Waits for an answer: its data, or a DeskProblem thrown. */
export async function ask<T>(asked: Promise<Answer<T>>): Promise<T> {
  const answer = await reach(asked)
  if (answer.data !== undefined) return answer.data
  throw problemOf(answer.response, answer.error)
}

/** The same for answers that carry no content. */
export async function tell(asked: Promise<Answer<unknown>>): Promise<void> {
  const answer = await reach(asked)
  if (!answer.response.ok) throw problemOf(answer.response, answer.error)
}

async function reach<T>(asked: Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    return await asked
  } catch {
    throw new DeskProblem('NO_DESK')
  }
}

function problemOf(response: Response, body: unknown): DeskProblem {
  const { status } = response
  const wait = Number(response.headers.get('retry-after') ?? 0)
  const code = failureIn(body).code
  if (status === 401 && code !== 'PASSPHRASE_WRONG') {
    for (const run of lockedListeners) run()
    return new DeskProblem('LOCKED', status, body)
  }
  if (status === 404) return new DeskProblem('NOT_FOUND', status, body)
  if (status === 429) return new DeskProblem('TOO_MANY', status, body, Number.isFinite(wait) ? wait : 0)
  if (status === 502 || status === 504) return new DeskProblem('NO_DESK', status, body)
  return new DeskProblem('REFUSED', status, body)
}

export function asProblem(error: unknown): DeskProblem {
  return error instanceof DeskProblem ? error : new DeskProblem('REFUSED', 0, undefined)
}
