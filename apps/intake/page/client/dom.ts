/** The little of the DOM that the pages need, typed once. */

export function find<T extends Element>(root: ParentNode, selector: string, type: new () => T): T {
  const found = root.querySelector(selector)
  if (found instanceof type) return found
  throw new Error(`the page lacks ${selector}`)
}

export function findAll<T extends Element>(root: ParentNode, selector: string, type: new () => T): T[] {
  return [...root.querySelectorAll(selector)].filter((element): element is T => element instanceof type)
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K, text = '', attributes: Record<string, string> = {},
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  element.textContent = text
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  return element
}

/** A copy of what stands in a <template>, in the page's language. */
export function copyOf(id: string): DocumentFragment {
  return document.importNode(find(document, `#${id}`, HTMLTemplateElement).content, true)
}

/** Shows a screen in place of everything else, and tells a screen reader by moving the focus to its heading. */
export function showScreen(content: DocumentFragment): HTMLElement {
  const main = find(document, 'main', HTMLElement)
  const screen = make('div')
  screen.append(content)
  for (const child of [...main.children]) if (!(child instanceof HTMLTemplateElement)) child.remove()
  main.prepend(screen)
  focusHeading(screen)
  return screen
}

export function focusHeading(root: ParentNode): void {
  scrollTo(0, 0)
  root.querySelector<HTMLElement>('h1, h2')?.focus({ preventScroll: true })
}

/** Puts values into `{name}` places of a sentence. */
export function filled(sentence: string | undefined, values: Record<string, string>): string {
  return (sentence ?? '').replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}

export function pageLanguage(): 'en' | 'ar' | 'ckb' {
  const { lang } = document.documentElement
  return lang === 'ar' || lang === 'ckb' ? lang : 'en'
}

/** Numbers in the reader's numerals (Sorani in Iraq writes ٠١٢٣). */
export function numeral(value: number): string {
  const text = String(Math.round(value))
  return pageLanguage() === 'en' ? text : text.replace(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit)))
}
