/** This device's own position, only on the person's click, shown with its accuracy and removable. */
import { filled, find, make, numeral } from './dom.ts'

export function watchPosition(): void {
  const box = find(document, '#locate', HTMLElement)
  const field = find(document, '#position', HTMLInputElement)
  const button = find(box, 'button', HTMLButtonElement)
  const status = find(box, '[role=status]', HTMLElement)
  if (!('geolocation' in navigator) || !isSecureContext) {
    box.remove()
    return
  }
  const { asking, got, refused, remove } = status.dataset

  function accept({ coords }: GeolocationPosition): void {
    const metres = Math.max(1, Math.ceil(coords.accuracy))
    field.value = `${coords.latitude.toFixed(5)},${coords.longitude.toFixed(5)},${metres}`
    const undo = make('button', remove ?? '', { type: 'button', class: 'link' })
    undo.addEventListener('click', () => {
      field.value = ''
      status.textContent = ''
      button.focus()
    })
    status.replaceChildren(filled(got, { m: numeral(metres) }), ' ', undo)
  }

  button.addEventListener('click', () => {
    status.textContent = asking ?? ''
    navigator.geolocation.getCurrentPosition(accept, () => {
      status.textContent = refused ?? ''
    }, { enableHighAccuracy: true, timeout: 20_000, maximumAge: 0 })
  })
}
