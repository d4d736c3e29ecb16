/** Markup as values: whatever is put into a template is escaped unless it is markup already. */

export interface Html { readonly markup: string }
type Part = string | number | false | undefined | Html | readonly Html[]

export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  let markup = strings[0] ?? ''
  for (const [i, part] of parts.entries()) markup += written(part) + (strings[i + 1] ?? '')
  return { markup }
}

/** Markup that an operator's file or this program made; never anything that a stranger sent. */
export function trustedMarkup(markup: string): Html {
  return { markup }
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
}

function written(part: Part): string {
  if (part === undefined || part === false) return ''
  if (typeof part === 'string') return escapeHtml(part)
  if (typeof part === 'number') return String(part)
  if ('markup' in part) return part.markup
  return part.map((one) => one.markup).join('')
}
