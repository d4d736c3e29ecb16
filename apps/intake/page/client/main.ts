/** What runs on the source's pages. Without it every page works as a plain form. */
import { loadKeys } from './keys.ts'
import { watchForLeaving } from './leave.ts'
import { startTip } from './tip.ts'

document.documentElement.classList.add('js')
watchForLeaving()
if (document.body.dataset['page'] === 'tip') startTip()
else holdBack(document.querySelector('form'))

// The key is fetched at once, so that a network that fails later does not stop the sealing.
loadKeys().then(() => {
  document.body.dataset['ready'] = 'yes'
}, () => undefined)

/** Until its script is there the code must not go out as a plain form; a press that came too early counts. */
function holdBack(form: HTMLFormElement | null): void {
  let pressed = false
  form?.addEventListener('submit', (event) => {
    event.preventDefault()
    pressed = true
  })
  import('./check.ts').then(({ startCheck }) => {
    startCheck()
    if (pressed) form?.requestSubmit()
  }, () => {
    const status = document.querySelector('#status')
    if (status !== null) status.textContent = form?.dataset['failed'] ?? ''
  })
}
