/** What runs on the source's pages. Without it every page works as a plain form. */
import { loadKeys } from './keys.ts'
import { watchForLeaving } from './leave.ts'
import { startTip } from './tip.ts'

document.documentElement.classList.add('js')
watchForLeaving()
if (document.body.dataset['page'] === 'tip') startTip()
else holdBack().then(({ startCheck }) => startCheck(), () => undefined)

// The key is fetched at once, so that a network that fails later does not stop the sealing.
loadKeys().then(() => {
  document.body.dataset['ready'] = 'yes'
}, () => undefined)

/** Until its script is there the code must not go out as a plain form. */
function holdBack() {
  document.querySelector('form')?.addEventListener('submit', (event) => event.preventDefault())
  return import('./check.ts')
}
