import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { checkTree, importRules, textRules } from './testing/tidy.ts'

const root = import.meta.dirname

test('the tree keeps every rule of the house', async () => {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  const deleted = new Set(execFileSync('git', ['ls-files', '-d'], { cwd: root, encoding: 'utf8' }).split('\n'))
  const files = listed.split('\n').filter((file) => file !== '' && !deleted.has(file))
  const { violations, modules } = await checkTree(root, files)
  expect(violations).toEqual([])
  expect(modules, 'the import reader saw the tree').toBeGreaterThan(300)
}, 120_000)

/** A small tree in the shape of ours, in which each rule is broken once. */
const base: Record<string, string> = {
  'package.json': '{"type":"module"}',
  'packages/envelope/package.json': '{"name":"@nightjar/envelope","type":"module","exports":{".":"./index.ts","./open":"./open.ts"}}',
  'packages/envelope/index.ts': 'export const seal = 1\n',
  'packages/envelope/open.ts': 'export const open = 1\n',
  'packages/carriers/index.ts': 'export const bundle = 1\n',
  'packages/analysis/index.ts': 'export const link = 1\n',
  'apps/machine/package.json': '{"name":"@nightjar/machine","type":"module","exports":{"./*":"./*.ts"}}',
  'apps/machine/log.ts': 'export const log = 1\n',
  'apps/intake/main.ts': "import { seal } from '@nightjar/envelope'\nexport const intake = seal\n",
  'apps/gateway/edge.ts': 'export const edge = 1\n',
  'apps/desk/main.ts': "import { open } from '@nightjar/envelope/open'\nexport const desk = open\n",
  'apps/console/src/page.ts': 'export const page = 1\n',
  'apps/cli/open.ts': "import { open } from '@nightjar/envelope/open'\nexport const run = open\n",
  'testing/line.ts': 'export const line = 1\n',
  'node_modules/xml-crypto/package.json': '{"name":"xml-crypto","main":"index.js"}',
  'node_modules/xml-crypto/index.js': 'exports.sign = 1\n',
}

const planted: Record<string, Record<string, string>> = {
  'edges-cannot-open': {
    'apps/gateway/web.ts': "import { long } from '@nightjar/machine/long'\nexport const web = long\n",
    'apps/machine/long.ts': "export { open as long } from '@nightjar/envelope/open'\n",
  },
  'only-desk-and-recovery-open': {
    'apps/cli/demo.ts': "import { open } from '@nightjar/envelope/open'\nexport const demo = open\n",
  },
  'packages-do-no-io': { 'packages/analysis/disk.ts': "import { readFileSync } from 'node:fs'\nexport const read = readFileSync\n" },
  'packages-import-nothing-above': { 'packages/carriers/up.ts': "import { log } from '@nightjar/machine/log'\nexport const up = log\n" },
  'envelope-stands-alone': { 'packages/envelope/side.ts': "import { bundle } from '../carriers/index.ts'\nexport const side = bundle\n" },
  'machine-imports-no-program': { 'apps/machine/up.ts': "import { desk } from '../desk/main.ts'\nexport const up = desk\n" },
  'programs-do-not-import-each-other': { 'apps/desk/side.ts': "import { edge } from '../gateway/edge.ts'\nexport const side = edge\n" },
  'console-knows-the-api-only': { 'apps/console/src/key.ts': "import { seal } from '@nightjar/envelope'\nexport const key = seal\n" },
  'no-cycles': {
    'apps/intake/a.ts': "import { b } from './b.ts'\nexport const a = () => b\n",
    'apps/intake/b.ts': "import { a } from './a.ts'\nexport const b = () => a\n",
  },
  'only-release-signs-and-writes-warnings': { 'apps/desk/side.ts': "import { sign } from 'xml-crypto'\nexport const side = sign\n" },
  'shipped-code-imports-no-test': { 'apps/intake/side.ts': "import { line } from '../../testing/line.ts'\nexport const side = line\n" },
  'nothing-unresolved': { 'apps/intake/lost.ts': "import { lost } from './nowhere.ts'\nexport const found = lost\n" },
  'no-clock-in-packages': { 'packages/analysis/now.ts': 'export const now = Date.now()\n' },
  'no-import-by-computed-name': { 'apps/cli/any.ts': 'export const load = (name: string) => import(`./${name}.ts`)\n' },
  'analysis-edits-no-tip': { 'packages/analysis/edit.ts': 'export function edit(tip: { kind: number }) { tip.kind = 3 }\n' },
  'only-the-log-writes-lines': { 'apps/desk/say.ts': "export const say = (text: string) => console.log(text)\n" },
  'crypto-in-its-rooms': { 'apps/gateway/own.ts': "export const own = () => crypto.subtle.generateKey('Ed25519', true, [])\n" },
  'no-escape-from-types': { 'apps/desk/any.ts': 'export const loose = (value: unknown) => value as any\n' },
  'no-barrels': { 'apps/desk/all.ts': "export * from './main.ts'\n" },
  'no-outside-host-in-pages': { 'apps/intake/page.html': '<script src="https://cdn.example.com/x.js"></script>\n' },
  'no-machine-path-or-registry': { 'apps/desk/path.ts': `export const path = '/${'root'}/secret'\n` },
  'no-vague-names': { 'apps/desk/vague.ts': "import { x } from '../utils/x.ts'\nexport const y = x\n" },
  'no-test-left-out': { 'apps/desk/left.test.ts': "import { test } from 'vitest'\ntest.skip('later', () => {})\n" },
  'exact-versions': { 'apps/desk/package.json': '{"dependencies":{"fastify":"^5.0.0"}}' },
  'lockfile-integrity': { 'package-lock.json': '{"packages":{"node_modules/x":{"version":"1.0.0"}}}' },
  'lockfile-no-host': { 'package-lock.json': '{"packages":{"node_modules/x":{"integrity":"sha512-x","resolved":"https://example.org/x.tgz"}}}' },
}

test('each rule has a planted violation', () => {
  const rules = [...importRules.map((rule) => rule.name ?? ''), ...textRules.map((rule) => rule.name)]
  expect(Object.keys(planted)).toEqual(expect.arrayContaining(rules))
})

test('a tree without a planted violation is clean', async () => {
  expect(await rulesBrokenBy({})).toEqual([])
})

test.each(Object.keys(planted))('%s is found when it is planted', async (rule) => {
  expect(await rulesBrokenBy(planted[rule] ?? {})).toContain(rule)
})

async function rulesBrokenBy(files: Record<string, string>): Promise<string[]> {
  const dir = mkdtempSync(join(tmpdir(), 'nightjar-tidy-'))
  try {
    const tree = { ...base, ...files }
    for (const [file, text] of Object.entries(tree)) {
      mkdirSync(dirname(join(dir, file)), { recursive: true })
      writeFileSync(join(dir, file), text)
    }
    mkdirSync(join(dir, 'node_modules/@nightjar'), { recursive: true })
    symlinkSync('../../packages/envelope', join(dir, 'node_modules/@nightjar/envelope'))
    symlinkSync('../../apps/machine', join(dir, 'node_modules/@nightjar/machine'))
    const { violations } = await checkTree(dir, Object.keys(tree).filter((file) => !file.startsWith('node_modules')))
    return [...new Set(violations.map((found) => found.rule))]
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
