/**
 * The console with a made-up desk behind it, to look at and to click through; new tips come in now and then.
 *
 *   node apps/console/dev/serve.ts [port]
 */
import { buildConsole } from '../build.ts'
import { FAKE_PASSPHRASE, startFakeDesk } from './fakeDesk.ts'

await buildConsole()
const fake = await startFakeDesk({ port: Number(process.argv[2] ?? 8470) })
process.stdout.write(`${fake.url}\npassphrase: ${FAKE_PASSPHRASE}\n`)
setInterval(() => {
  fake.addTip({ text: 'سيارة بيضاء متوقفة منذ ساعة أمام الفرن.', lang: 'ar', kind: 1,
    place: { lat: 36.35, lon: 43.15, radius_m: 400, name: 'الزهور' } })
}, 15_000).unref()
