/** Why something did not arrive; each has its sentence in the page. */
export type Why = 'network' | 'full' | 'key' | 'file'

export class Failure extends Error {
  readonly why: Why

  constructor(why: Why) {
    super(why)
    this.why = why
  }
}

export function whyOf(error: unknown): Why {
  return error instanceof Failure ? error.why : 'network'
}

/** The sentence for it, in the page's language. */
export function sentenceFor(error: unknown): string {
  return failedSentence(whyOf(error))
}

export function failedSentence(why: Why | 'title' | 'kept'): string {
  const words = document.querySelector<HTMLTemplateElement>('#failed')?.content
  return words?.querySelector(`[data-why=${why}]`)?.textContent ?? ''
}
