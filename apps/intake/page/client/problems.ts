/** Mistakes are said twice: in a summary that gets the focus, and beside the question. */
import { find, make } from './dom.ts'

export interface Problem {
  /** The field to mend; left out when it is nothing that the person typed. */
  field?: string
  message: string
}

export function showProblems(problems: readonly Problem[], prefix: string): void {
  clearProblems()
  const summary = find(document, '#problems', HTMLElement)
  find(summary, 'ul', HTMLElement).replaceChildren(...problems.map(summaryLine))
  summary.hidden = false
  for (const { field, message } of problems) if (field !== undefined) markField(field, message, prefix)
  summary.focus({ preventScroll: true })
  summary.scrollIntoView({ block: 'start' })
}

export function clearProblems(): void {
  find(document, '#problems', HTMLElement).hidden = true
  for (const note of document.querySelectorAll('.wrong')) note.remove()
  for (const box of document.querySelectorAll('.bad')) box.classList.remove('bad')
  for (const field of document.querySelectorAll('[aria-invalid]')) {
    field.removeAttribute('aria-invalid')
    const hints = (field.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== `${field.id}-wrong`)
    field.setAttribute('aria-describedby', hints.join(' '))
  }
}

function summaryLine({ field, message }: Problem): HTMLElement {
  const line = make('li')
  if (field === undefined) line.textContent = message
  else line.append(linkTo(field, message))
  return line
}

function linkTo(field: string, message: string): HTMLElement {
  const link = make('a', message, { href: `#${field}` })
  link.addEventListener('click', (event) => {
    event.preventDefault()
    document.getElementById(field)?.focus()
  })
  return link
}

function markField(id: string, message: string, prefix: string): void {
  const field = document.getElementById(id)
  if (field === null) return
  const note = make('p', '', { class: 'wrong', id: `${id}-wrong` })
  note.append(make('span', `${prefix} `), message)
  field.before(note)
  field.setAttribute('aria-invalid', 'true')
  field.setAttribute('aria-describedby', `${field.getAttribute('aria-describedby') ?? ''} ${note.id}`.trim())
  field.parentElement?.classList.add('bad')
}
