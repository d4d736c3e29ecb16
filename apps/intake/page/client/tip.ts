/** Writing: one question a screen, sealed here, then the code. */
import { MAX_TEXT_BYTES, chooseKey, newPayload, seal, type Payload } from '@nightjar/envelope'
import { composed, type Fields } from './compose.ts'
import { copyOf, filled, find, focusHeading, make, numeral, showScreen } from './dom.ts'
import { Failure, failedSentence, sentenceFor } from './failure.ts'
import { watchFiles, type Chosen } from './files.ts'
import { handEnvelope } from './hand.ts'
import { clockNow, loadKeys } from './keys.ts'
import { watchPosition } from './position.ts'
import { showProblems } from './problems.ts'
import { createSteps } from './steps.ts'

type Bytes = Uint8Array<ArrayBuffer>

/** What a send made, kept for a second try: the same words make the same sealed bytes, so nothing arrives twice. */
interface Attempt { of: string; envelope: Bytes; receipt: Bytes | undefined; second: Bytes | undefined }

export function startTip(): void {
  const form = find(document, '#form', HTMLFormElement)
  const prefix = form.dataset['error'] ?? ''
  const chosen = watchFiles(prefix)
  watchPosition()
  const steps = createSteps(form, (step) => mayLeave(step, prefix), () => void send())
  let attempt: Attempt | undefined
  let sending = false

  async function send(): Promise<void> {
    if (sending) return
    sending = true
    const progress = showProgress(form)
    try {
      attempt = await sealAttempt(form, chosen, attempt, progress)
      progress.message()
      await handEnvelope(attempt.envelope)
      const { receipt, second } = attempt
      attempt = undefined
      forget(form, chosen)
      if (receipt === undefined) showDone(true)
      else (await late()).showCode(receipt, second, () => showDone(false))
    } catch (error) {
      progress.end()
      showWhatFailed(error)
    } finally {
      sending = false
    }
  }

  function showWhatFailed(error: unknown): void {
    if (error instanceof WrongCode) {
      steps.showHolderOf('receipt')
      find(form, '#old', HTMLDetailsElement).open = true
      showProblems([{ field: 'receipt', message: find(form, '#q-before', HTMLElement).dataset['wrong'] ?? '' }], prefix)
      return
    }
    showProblems([{ message: `${failedSentence('title')}. ${sentenceFor(error)}. ${failedSentence('kept')}` }], prefix)
  }
}

class WrongCode extends Error {}

function mayLeave(step: HTMLElement, prefix: string): boolean {
  if (step.id !== 'q-text') return true
  const text = find(step, '#text', HTMLTextAreaElement).value
  const length = new TextEncoder().encode(text).length
  if (text.trim() === '') return refuse(step.dataset['missing'])
  return length <= MAX_TEXT_BYTES - 16_384 || refuse(step.dataset['long'])

  function refuse(message = ''): false {
    showProblems([{ field: 'text', message }], prefix)
    return false
  }
}

interface Progress {
  file(n: number, of: number, part: number): void
  message(): void
  end(): void
}

function showProgress(form: HTMLFormElement): Progress {
  const screen = make('div')
  screen.append(copyOf('sending'))
  form.hidden = true
  form.before(screen)
  focusHeading(screen)
  const status = find(screen, '[role=status]', HTMLElement)
  const bar = find(screen, 'progress', HTMLProgressElement)
  status.textContent = status.dataset['preparing'] ?? ''
  return {
    file(n, of, part) {
      const percent = Math.floor(part * 100)
      const words = { n: numeral(n), of: numeral(of), percent: numeral(percent) }
      // Said at each tenth only, so that a screen reader can finish a sentence.
      if (percent % 10 === 0) status.textContent = filled(status.dataset['file'], words)
      bar.hidden = false
      bar.value = ((n - 1 + part) / of) * 100
    },
    message() {
      bar.hidden = true
      status.textContent = status.dataset['message'] ?? ''
    },
    end() {
      screen.remove()
      form.hidden = false
    },
  }
}

/** Files go first, so that the tip never names one that did not arrive. */
async function sealAttempt(
  form: HTMLFormElement, chosen: readonly Chosen[], last: Attempt | undefined, progress: Progress,
): Promise<Attempt> {
  const keys = await loadKeys()
  const fields = readFields(form)
  const code = await codeOf(form)
  for (const [i, one] of chosen.entries()) {
    one.handed ??= await (await late()).handFile(one.file, (part) => progress.file(i + 1, chosen.length, part))
  }
  const attachments = chosen.flatMap(({ handed }) => handed ?? [])
  const of = JSON.stringify([fields, code.typed, code.wantsSecond, attachments.map(({ key }) => [...key])])
  if (last?.of === of) return last
  const { receipt, second, replyKey, duressKey } = await code.make()
  const composedAt = clockNow(keys)
  const payload = newPayload({
    ...composed(fields, composedAt.at), channel: 'web', attachments, composedAt, replyKey,
    ...(duressKey && { duressKey }),
  })
  const { envelope } = await sealed(payload, keys.list, composedAt.at)
  return { of, envelope, receipt, second }
}

function late() {
  return import('./late.ts').catch(() => Promise.reject(new Failure('network')))
}

async function sealed(payload: Payload, list: Awaited<ReturnType<typeof loadKeys>>['list'], now: number) {
  try {
    return await seal(payload, chooseKey(list, now), list.root)
  } catch {
    throw new Failure('key')
  }
}

function readFields(form: HTMLFormElement): Fields {
  const data = new FormData(form)
  const text = (name: string) => {
    const value = data.get(name)
    return typeof value === 'string' ? value : ''
  }
  return {
    kind: text('kind'), text: text('text'), where: text('where'), when: text('when'), whenWords: text('whenWords'),
    basis: text('basis'), heardFrom: text('heardFrom'), urgency: text('urgency'), lang: text('lang'),
    position: text('position'),
  }
}

/** The code typed in, or new ones. Throws WrongCode. */
async function codeOf(form: HTMLFormElement) {
  const { createReceipt, parseReceipt, replyKeyOf } = await late()
  const typed = find(form, '#receipt', HTMLTextAreaElement).value.trim()
  const wantsSecond = find(form, '[name=second]', HTMLInputElement).checked
  const old = typed === '' ? undefined : parsed(parseReceipt, typed)
  return {
    typed,
    wantsSecond,
    async make() {
      const receipt = old === undefined ? createReceipt() : undefined
      const second = wantsSecond && receipt !== undefined ? createReceipt() : undefined
      const replyKey = await replyKeyOf(old ?? receipt ?? createReceipt())
      return { receipt, second, replyKey, duressKey: second && await replyKeyOf(second) }
    },
  }
}

function parsed(parse: (text: string) => Bytes, typed: string): Bytes {
  try {
    return parse(typed)
  } catch {
    throw new WrongCode()
  }
}

function forget(form: HTMLFormElement, chosen: Chosen[]): void {
  form.reset()
  for (const area of form.querySelectorAll('textarea')) area.value = ''
  find(form, '#position', HTMLInputElement).value = ''
  chosen.length = 0
}

function showDone(added: boolean): void {
  const screen = showScreen(copyOf('done'))
  if (!added) find(screen, '[data-added]', HTMLElement).remove()
}
