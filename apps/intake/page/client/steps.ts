/** Turns the one form into one question a screen. Nothing enters the history, so that leaving stays one step. */
import { copyOf, filled, find, findAll, focusHeading, make, numeral } from './dom.ts'
import { clearProblems } from './problems.ts'

export interface Steps {
  show(index: number): void
  /** Shows the step that holds this element. */
  showHolderOf(id: string): void
}

/** `mayLeave` says whether the step is answered well enough; it shows what is wrong itself. */
export function createSteps(form: HTMLFormElement, mayLeave: (step: HTMLElement) => boolean, send: () => void): Steps {
  const steps = findAll(form, '.step', HTMLElement)
  const buttons = make('div', '', { class: 'buttons' })
  buttons.append(copyOf('buttons'))
  const back = find(buttons, '.back', HTMLButtonElement)
  const next = find(buttons, '[type=submit]', HTMLButtonElement)
  const nextWords = next.textContent
  const count = make('p', '', { class: 'count' })
  // One question a screen is one first-level heading a screen.
  for (const heading of form.querySelectorAll('.step :is(h2, h3)')) {
    heading.setAttribute('role', 'heading')
    heading.setAttribute('aria-level', heading.tagName === 'H2' ? '1' : '2')
  }
  let current = 0

  function show(index: number): void {
    current = index
    clearProblems()
    for (const [i, step] of steps.entries()) step.classList.toggle('here', i === index)
    const step = steps[index]
    if (step === undefined) return
    back.hidden = index === 0
    next.textContent = step.dataset['button'] ?? nextWords
    document.body.classList.toggle('begun', index > 0)
    const questions = steps.length - 2
    count.textContent = filled(form.dataset['step'], { n: numeral(index), of: numeral(questions) })
    if (index === 0 || index > questions) count.remove()
    else step.prepend(count)
    form.append(buttons)
  }

  back.addEventListener('click', () => {
    show(current - 1)
    focusHeading(form.querySelector('.here') ?? form)
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const step = steps[current]
    if (step === undefined || !mayLeave(step)) return
    if (current === steps.length - 1) return send()
    show(current + 1)
    focusHeading(form.querySelector('.here') ?? form)
  })
  form.append(buttons)
  show(0)
  return {
    show,
    showHolderOf(id) {
      const index = steps.findIndex((step) => step.querySelector(`#${id}`) !== null)
      if (index >= 0) show(index)
    },
  }
}
