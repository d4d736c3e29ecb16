/**
 * The throwaway process itself: `node child.ts TASK`. Reads frames from stdin, hands each to its task, writes one frame
 * for each to stdout, and ends with its stdin. It is started without network, keys, environment or a place to write.
 */
import { u32, writeValue } from './frame.ts'
import { TaskRefused } from './refused.ts'

type Bytes = Uint8Array<ArrayBuffer>
type Task = (input: Bytes) => Promise<unknown>

const tasks: Readonly<Record<string, () => Promise<Task>>> = {
  mail: async () => (await import('./mail.ts')).parseMail,
  image: async () => (await import('./image.ts')).scrubImage,
  probe: async () => (await import('./probe.ts')).probe,
}

async function main(): Promise<void> {
  const load = tasks[process.argv[2] ?? '']
  if (load === undefined) process.exit(2)
  const run = await load()
  for await (const input of framesOf(process.stdin)) {
    const frame = await answer(run, input)
    process.stdout.write(Buffer.concat([u32(frame.length), frame]))
  }
}

async function answer(run: Task, input: Bytes): Promise<Bytes> {
  try {
    return writeValue({ ok: true, value: await run(input) })
  } catch (error) {
    return writeValue({ ok: false, code: codeOf(error) })
  }
}

function codeOf(error: unknown): Uppercase<string> {
  if (error instanceof TaskRefused) return error.code
  const noRoom = error instanceof RangeError && /allocation failed/i.test(error.message)
  const code = error instanceof Error && 'code' in error ? error.code : ''
  return noRoom || code === 'ERR_MEMORY_ALLOCATION_FAILED' ? 'OUT_OF_MEMORY' : 'INPUT_UNREADABLE'
}

async function* framesOf(source: AsyncIterable<Buffer>): AsyncGenerator<Bytes> {
  let parts: Buffer[] = []
  let have = 0
  let need: number | undefined
  for await (const part of source) {
    parts.push(part)
    have += part.length
    while (have >= (need ?? 4)) {
      const all: Buffer = parts.length === 1 ? (parts[0] ?? Buffer.alloc(0)) : Buffer.concat(parts)
      const cut: number = need ?? 4
      if (need === undefined) need = all.readUInt32BE(0)
      else {
        yield new Uint8Array(all.subarray(0, cut))
        need = undefined
      }
      parts = [all.subarray(cut)]
      have = all.length - cut
    }
  }
}

await main()
