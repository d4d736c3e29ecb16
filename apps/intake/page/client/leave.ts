/**
 * The way out: a click or Esc three times within two seconds. What stands on the screen goes first, then a harmless
 * page takes this one's place in the history. Our own pages replace each other too, so that "back" shows none of them.
 */
import { find } from './dom.ts'

const quickly = 2000

export function watchForLeaving(): void {
  const link = find(document, '#leave', HTMLAnchorElement)
  const leave = () => {
    document.title = ''
    document.body.replaceChildren()
    location.replace(link.href)
  }
  link.addEventListener('click', (event) => {
    event.preventDefault()
    leave()
  })
  let presses: number[] = []
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return
    presses = [...presses.filter((at) => event.timeStamp - at < quickly), event.timeStamp]
    if (presses.length >= 3) leave()
  })
  document.addEventListener('click', replaceOwnPages)
}

function replaceOwnPages(event: MouseEvent): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
  const link = event.target instanceof Element ? event.target.closest('a') : null
  if (link === null || link.origin !== location.origin || link.hash !== '') return
  event.preventDefault()
  location.replace(link.href)
}
