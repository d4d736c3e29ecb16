/** Reading answers: the whole board is fetched and tried here, so nobody learns which part of it is looked for. */
import { chooseKey, newPayload, parseReceipt, readReplies, replyKeyOf, seal } from '@nightjar/envelope'
import { copyOf, find, focusHeading, make, pageLanguage, showScreen } from './dom.ts'
import { whyOf } from './failure.ts'
import { handEnvelope } from './hand.ts'
import { clockNow, fetchFixed, loadKeys } from './keys.ts'
import { clearProblems, showProblems } from './problems.ts'

type Bytes = Uint8Array<ArrayBuffer>

export function startCheck(): void {
  const form = find(document, '#form', HTMLFormElement)
  const field = find(form, '#receipt', HTMLTextAreaElement)
  const status = find(form, '#status', HTMLElement)
  const { error: prefix = '', wrong = '', failed = '', looking = '' } = form.dataset
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void look()
  })

  async function look(): Promise<void> {
    clearProblems()
    const receipt = parsed(field.value)
    if (receipt === undefined) return showProblems([{ field: 'receipt', message: wrong }], prefix)
    status.textContent = looking
    try {
      const replyKey = await replyKeyOf(receipt)
      const { bytes } = await fetchFixed('/api/v1/board')
      const replies = await readReplies(bytes, replyKey)
      field.value = ''
      showReplies(replies, replyKey)
    } catch {
      status.textContent = ''
      showProblems([{ message: failed }], prefix)
    }
  }
}

function parsed(text: string): Bytes | undefined {
  try {
    return parseReceipt(text)
  } catch {
    return undefined
  }
}

function showReplies(replies: readonly { text: string; at: number }[], replyKey: Bytes): void {
  const more = copyOf('more')
  const screen = showScreen(copyOf(replies.length === 0 ? 'none' : 'found'))
  if (replies.length > 0) {
    const list = find(screen, '.answers', HTMLElement)
    for (const { text, at } of [...replies].sort((a, b) => b.at - a.at)) {
      const item = make('li', '', { dir: 'auto' })
      item.append(make('time', dayOf(at), { datetime: new Date(at * 1000).toISOString().slice(0, 10) }), text)
      list.append(item)
    }
  }
  screen.append(more)
  watchMore(screen, replyKey)
  focusHeading(screen)
}

/** The day is enough; Sorani readers in Iraq use the same months and numerals as Arabic ones. */
function dayOf(at: number): string {
  const locale = pageLanguage() === 'en' ? 'en-GB' : 'ar-IQ'
  return new Date(at * 1000).toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric' })
}

function watchMore(screen: HTMLElement, replyKey: Bytes): void {
  const form = find(screen, 'form', HTMLFormElement)
  const field = find(form, 'textarea', HTMLTextAreaElement)
  const status = find(form, '[role=status]', HTMLElement)
  let sealedBefore: { of: string; envelope: Bytes } | undefined
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void send()
  })

  async function send(): Promise<void> {
    const text = field.value.trim()
    if (text === '') {
      status.textContent = field.dataset['missing'] ?? ''
      return field.focus()
    }
    status.textContent = status.dataset['sending'] ?? ''
    try {
      if (sealedBefore?.of !== text) sealedBefore = { of: text, envelope: await sealMore(text, replyKey) }
      await handEnvelope(sealedBefore.envelope)
      field.value = ''
      sealedBefore = undefined
      status.textContent = status.dataset['done'] ?? ''
    } catch (error) {
      const why = whyOf(error)
      status.textContent = status.dataset[why === 'file' ? 'network' : why] ?? ''
    }
  }
}

async function sealMore(text: string, replyKey: Bytes): Promise<Bytes> {
  const keys = await loadKeys()
  const composedAt = clockNow(keys)
  const payload = newPayload({
    kind: 0, channel: 'web', basis: 'heard', urgency: 1, text, lang: pageLanguage(), replyKey, composedAt,
  })
  return (await seal(payload, chooseKey(keys.list, composedAt.at), keys.list.root)).envelope
}
