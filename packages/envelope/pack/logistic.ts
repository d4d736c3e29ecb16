/**
 * The two curves between probabilities and their logits, on integers. A logit is ln(p / (1 - p)) times 256, from -2047
 * to 2047; the curve is 65 given points and straight lines between them, so that no machine computes an exponential.
 */

/** round(65536 / (1 + e^(-x / 256))) at x = -2048, -1984 … 2048. */
const POINTS = [
  22, 28, 36, 47, 60, 77, 98, 126, 162, 208, 267, 342, 439,
  562, 720, 922, 1179, 1506, 1921, 2446, 3108, 3938, 4971, 6249, 7812, 9702,
  11955, 14595, 17625, 21025, 24743, 28693, 32768, 36843, 40793, 44511, 47911, 50941, 53581,
  55834, 57724, 59287, 60565, 61598, 62428, 63090, 63615, 64030, 64357, 64614, 64816, 64974,
  65097, 65194, 65269, 65328, 65374, 65410, 65438, 65459, 65476, 65489, 65500, 65508, 65514,
]

/** The probability of sixteen bits, from 1 to 65535, for a logit; index is logit + 2048. */
export const SQUASH = Uint16Array.from({ length: 4097 }, (_, index) => {
  const at = index >> 6
  const part = index & 63
  const from = POINTS[at] ?? 0
  const to = POINTS[at + 1] ?? from
  return Math.min(65535, Math.max(1, from + Math.floor(((to - from) * part + 32) / 64)))
})

/** The least logit whose probability is not less; index is a probability of sixteen bits over 16. */
export const STRETCH = stretchTable()

function stretchTable(): Int16Array {
  const table = new Int16Array(4096)
  let logit = -2047
  for (let index = 0; index < 4096; index += 1) {
    const p = index * 16 + 8
    while (logit < 2047 && (SQUASH[logit + 2048] ?? 0) < p) logit += 1
    table[index] = logit
  }
  return table
}
