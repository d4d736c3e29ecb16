import { parsePart, PART_OPTIONS, runPart } from './part.ts'

export const summary = 'run the desk, which opens, links, weighs and releases; it starts locked'
export const usage = `nightjar desk [--dir DIR] [--warn-only]

${PART_OPTIONS}`

export async function run(args: string[]): Promise<void> {
  const call = parsePart(args)
  const { startDesk } = await import('@nightjar/desk')
  const { refuseUnsafeEdge } = await import('@nightjar/machine/hardening')
  await runPart('desk', call, (config, { log }) => {
    // Strangers do not reach the desk, so it starts all the same; but what it holds in memory is worth the warning.
    refuseUnsafeEdge({ warnOnly: true })
    return startDesk(config, { log })
  })
}
