/** The code that a source keeps: shown once in the form they choose, then asked for once. */
import {
  createReceipt, parseReceipt, receiptDigits, receiptShoppingList, receiptWords, replyKeyOf,
} from '@nightjar/envelope'
import { copyOf, filled, find, findAll, make, numeral, pageLanguage, showScreen } from './dom.ts'

export { createReceipt, parseReceipt, replyKeyOf }

type Bytes = Uint8Array<ArrayBuffer>
type Form = 'words' | 'digits' | 'list'

/** Shows the code, asks for two of its parts, then calls `finished`. */
export function showCode(receipt: Bytes, second: Bytes | undefined, finished: () => void, form: Form = 'words'): void {
  const screen = showScreen(copyOf('code'))
  const first = find(screen, '[data-first]', HTMLElement)
  const secondBox = find(screen, '[data-second]', HTMLElement)
  const order = find(screen, '[data-order]', HTMLElement)
  let chosen = form

  function draw(): void {
    first.replaceChildren(codeList(receipt, chosen))
    if (second === undefined) secondBox.remove()
    else find(secondBox, 'div', HTMLElement).replaceChildren(codeList(second, chosen))
    order.hidden = chosen !== 'list'
  }

  for (const radio of findAll(screen, 'input[name=form]', HTMLInputElement)) {
    radio.checked = radio.value === chosen
    radio.addEventListener('change', () => {
      chosen = radio.value === 'digits' || radio.value === 'list' ? radio.value : 'words'
      draw()
    })
  }
  find(screen, 'button', HTMLButtonElement)
    .addEventListener('click', () => askForParts(receipt, second, chosen, finished))
  draw()
}

function partsOf(receipt: Bytes, form: Form): string[] {
  const lang = pageLanguage()
  if (form === 'words') return receiptWords(receipt, lang)
  if (form === 'list') return receiptShoppingList(receipt, lang)
  return receiptDigits(receipt, lang === 'en' ? 'latin' : 'arabic').split(' ')
}

function codeList(receipt: Bytes, form: Form): HTMLElement {
  const list = make('ol', '', { class: `code ${form}` })
  const latin = receiptDigits(receipt, 'latin').split(' ')
  for (const [i, part] of partsOf(receipt, form).entries()) {
    const item = make('li')
    const text = make('span', part)
    if (form === 'digits' && part !== latin[i]) text.append(make('span', latin[i] ?? '', { class: 'also' }))
    item.append(text)
    list.append(item)
  }
  return list
}

function askForParts(receipt: Bytes, second: Bytes | undefined, form: Form, finished: () => void): void {
  const parts = partsOf(receipt, form)
  const asked = twoOf(parts.length)
  const screen = showScreen(copyOf('proof'))
  const proof = find(screen, 'form', HTMLFormElement)
  const fields = asked.map((place) => partField(proof.dataset[form], place))
  find(proof, 'div', HTMLElement).append(...fields.map(({ box }) => box))

  proof.addEventListener('submit', (event) => {
    event.preventDefault()
    clearMarks()
    const wrong = fields.filter(({ input }, i) => !sameAsPart(input.value, parts[asked[i] ?? 0] ?? '', form))
    for (const field of wrong) markWrong(field, proof.dataset['wrong'] ?? '')
    if (wrong[0] === undefined) finished()
    else wrong[0].input.focus()
  })
  find(proof, '.back', HTMLButtonElement).addEventListener('click', () => showCode(receipt, second, finished, form))
  find(screen, '.link', HTMLButtonElement).addEventListener('click', finished)

  function clearMarks(): void {
    for (const { box, input } of fields) {
      box.classList.remove('bad')
      box.querySelector('.wrong')?.remove()
      input.removeAttribute('aria-invalid')
      input.removeAttribute('aria-describedby')
    }
  }
}

interface PartField { box: HTMLElement; input: HTMLInputElement }

function partField(label: string | undefined, place: number): PartField {
  const box = make('div')
  const id = `part-${place}`
  const input = make('input', '', {
    id, type: 'text', dir: 'auto', autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false', maxlength: '80',
  })
  box.append(make('label', filled(label, { n: numeral(place + 1) }), { for: id, class: 'ask' }), input)
  return { box, input }
}

function markWrong({ box, input }: PartField, message: string): void {
  box.classList.add('bad')
  input.before(make('p', message, { class: 'wrong', id: `${input.id}-wrong`, role: 'alert' }))
  input.setAttribute('aria-invalid', 'true')
  input.setAttribute('aria-describedby', `${input.id}-wrong`)
}

/** Two places, the earlier first. */
function twoOf(count: number): number[] {
  const [a = 0, b = 0] = crypto.getRandomValues(new Uint32Array(2))
  const first = a % count
  const second = (first + 1 + (b % (count - 1))) % count
  return [first, second].sort((x, y) => x - y)
}

/** Case, marks, numerals and letters that look alike do not matter; of a shopping line the good alone is enough. */
export function sameAsPart(typed: string, part: string, form: Form): boolean {
  const bare = (text: string) => folded(text).replaceAll(/[^\p{L}\p{N}]/gu, '')
  if (bare(typed) === '') return false
  return bare(typed) === bare(part) || (form === 'list' && bare(typed) === bare(part).replace(/^\d+/, ''))
}

const alike: Readonly<Record<string, string>> = {
  ى: 'ي', ی: 'ي', ێ: 'ي', ک: 'ك', ة: 'ه', ە: 'ه', ھ: 'ه', ڕ: 'ر', ڵ: 'ل', ۆ: 'و', أ: 'ا', إ: 'ا', آ: 'ا',
}

function folded(text: string): string {
  return text.normalize('NFKD').toLowerCase().replaceAll(/[\p{M}\p{Cf}ـ]/gu, '')
    .replaceAll(/[ىیێکةەھڕڵۆأإآ]/g, (letter) => alike[letter] ?? letter)
    .replaceAll(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) % 16))
}
