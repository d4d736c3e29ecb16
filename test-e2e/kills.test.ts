// kill -9 of each process at random moments under load: what the line has said that it has is at the desk in the end,
// once. What it has not said may be there or not; nobody was told that it is.
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chanceFrom } from '../apps/cli/demo/chance.ts'
import type { PartName } from '../apps/cli/supervisor.ts'
import { canaryMaker } from '../testing/canaries.ts'
import { eventually, sendTip, startLine, type TestLine, untilAtDesk } from '../testing/line.ts'

const slow = process.env['NIGHTJAR_SLOW'] === '1'
const KILLS = Number(process.env['KILLS'] ?? (slow ? 50 : 6))
const CHANNELS = ['api', 'webNoScript', 'email'] as const

let line: TestLine
beforeAll(async () => { line = await startLine({ firstPauseMs: 20, longestPauseMs: 100 }) })
afterAll(async () => { await line.stop() })

/** Sends on all channels without a pause until stopped, and remembers what was acknowledged. */
function startLoad(seed: number): { acknowledged: Set<string>; stop(): Promise<void> } {
  const next = canaryMaker(seed)
  const acknowledged = new Set<string>()
  let going = true
  const senders = CHANNELS.map(async (channel) => {
    while (going) {
      const word = next()
      await sendTip(line, word, channel).then(() => acknowledged.add(word), () => pause(50))
      await pause(channel === 'email' ? 200 : 80)
    }
  })
  return { acknowledged, async stop() { going = false; await Promise.all(senders) } }
}

/** A desk that was killed starts locked. */
async function unlockAgain(): Promise<void> {
  const unlocked = await eventually(async () => { await line.desk.unlock(line.passphrase); return true }, 90_000)
  if (!unlocked) throw new Error('the desk could not be unlocked after a kill')
}

test.each<PartName>(['intake', 'gateway web', 'gateway email', 'desk'])(
  `${KILLS} kills of %s lose nothing acknowledged and make nothing twice`,
  async (name) => {
    const chance = chanceFrom(KILLS + name.length)
    const load = startLoad(name.length * 1000)
    const part = line.parts.part(name)
    for (let kill = 0; kill < KILLS; kill++) {
      await pause(chance.between(20, 900))
      await part.ready()
      if (name === 'desk') await unlockAgain()
      await pause(chance.between(0, 700))
      part.kill('SIGKILL')
      await pause(5)
    }
    await part.ready()
    if (name === 'desk') await unlockAgain()
    await load.stop()

    expect(load.acknowledged.size).toBeGreaterThan(KILLS)
    const there = await untilAtDesk(line, load.acknowledged, 60_000)
    expect([...load.acknowledged].filter((word) => !there.has(word)), 'acknowledged and not at the desk').toEqual([])
    expect([...there].filter(([, count]) => count > 1), 'at the desk more than once').toEqual([])
  },
  // A box with two busy cores needs some ten seconds to start a part again.
  180_000 + KILLS * 25_000,
)
