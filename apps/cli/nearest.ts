// The known word nearest to a mistyped one.

/** The word at most a third of its letters away (at least 1, at most 3 edits), or undefined. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  let best: { word: string; edits: number } | undefined
  for (const word of known) {
    const edits = editDistance(typed.toLowerCase(), word)
    const allowed = Math.min(3, Math.max(1, Math.ceil(word.length / 3)))
    if (edits <= allowed && (best === undefined || edits < best.edits)) best = { word, edits }
  }
  return best?.word
}

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= b.length; j++) {
      const replaced = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(i - 2, j - 2) + 1 : replaced
      row.push(Math.min(at(i - 1, j) + 1, (row[j - 1] ?? 0) + 1, replaced, swapped))
    }
  }
  return at(a.length, b.length)
}
