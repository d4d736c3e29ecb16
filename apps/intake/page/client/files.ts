/** The files that a person chose, until they are handed over or removed. */
import { MAX_ATTACHMENT_BYTES, type Payload } from '@nightjar/envelope'
import { filled, find, make } from './dom.ts'
import { showProblems, type Problem } from './problems.ts'
import { canRedraw } from './redraw.ts'

export interface Chosen {
  file: File
  /** Set once it lies at intake, so that a second try does not send it again. */
  handed?: Payload['attachments'][number]
}

const mostFiles = 10

export function watchFiles(prefix: string): Chosen[] {
  const chosen: Chosen[] = []
  const input = find(document, '#file', HTMLInputElement)
  const { large, many, traces, remove } = find(document, '#q-files', HTMLElement).dataset
  const list = find(document, '#chosen', HTMLElement)

  function draw(): void {
    list.replaceChildren(...chosen.map((one) => line(one)))
  }

  function line(one: Chosen): HTMLElement {
    const item = make('li')
    const name = make('bdi', one.file.name)
    const button = make('button', remove ?? '', { type: 'button', 'aria-label': `${remove ?? ''} ${one.file.name}` })
    button.addEventListener('click', () => {
      chosen.splice(chosen.indexOf(one), 1)
      draw()
      input.focus()
    })
    item.append(name, ' ', button)
    if (!canRedraw(one.file)) item.append(make('p', filled(traces, { name: one.file.name }), { class: 'hint' }))
    return item
  }

  input.addEventListener('change', () => {
    const problems: Problem[] = []
    for (const file of input.files ?? []) {
      const tooLarge = file.size > MAX_ATTACHMENT_BYTES
      if (tooLarge) problems.push({ field: 'file', message: filled(large, { name: file.name }) })
      else if (chosen.length >= mostFiles) problems.push({ field: 'file', message: many ?? '' })
      else chosen.push({ file })
    }
    input.value = ''
    // Fetched now, so that a network that fails later fails before anything is sealed.
    import('./late.ts').catch(() => undefined)
    draw()
    if (problems.length > 0) showProblems(problems.slice(0, 3), prefix)
  })
  return chosen
}
