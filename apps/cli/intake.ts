import { parsePart, PART_OPTIONS, runPart } from './part.ts'

export const summary = 'run intake, the server that keeps sealed tips it cannot open'
export const usage = `nightjar intake [--dir DIR] [--warn-only]\n\n${PART_OPTIONS}`

export async function run(args: string[]): Promise<void> {
  const call = parsePart(args)
  const { startIntake } = await import('@nightjar/intake')
  await runPart('intake', call, startIntake)
}
