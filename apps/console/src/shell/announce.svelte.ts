/** What a screen reader is told; also shown for a moment at the foot of the page. */
let said = $state({ text: '', turn: 0 })
let timer: ReturnType<typeof setTimeout> | undefined

export const announced = (): { text: string; turn: number } => said

export function announce(text: string): void {
  said = { text, turn: said.turn + 1 }
  clearTimeout(timer)
  timer = setTimeout(() => { said = { text: '', turn: said.turn } }, 6000)
}
