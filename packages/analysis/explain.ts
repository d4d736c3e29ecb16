import type { Lang, Reason } from './shapes.ts'
export function reasonSentence(_reasons: Reason[], _lang: Lang): string { return '' }
