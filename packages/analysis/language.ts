import type { Detected } from './shapes.ts'
export function detectLanguage(_text: string): Detected { return { lang: 'und', script: 'none', score: 0 } }
