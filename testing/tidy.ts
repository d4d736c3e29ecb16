/**
 * The house rules that a machine can check, each put as an absence. `tidy.test.ts` runs them over the tree, and over
 * trees with one violation planted for every rule.
 *
 * Two kinds: rules about who imports whom (dependency-cruiser, which reads imports and follows workspaces), and rules
 * about what stands in a file (patterns over the text). Tests and development tools are held only to some.
 */

import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Violation {
  rule: string
  file: string
  detail: string
}

const test = '\\.test\\.ts$'
const opens = '^packages/envelope/open\\.ts$'

/** Who may not import whom. `reachable` forbids the long way round too. */
export const importRules: IForbiddenRuleType[] = [
  {
    name: 'edges-cannot-open',
    comment: 'intake, gateway and phone never reach what opens an envelope',
    severity: 'error',
    from: { path: '^apps/(intake|gateway|phone)/', pathNot: test },
    to: { path: opens, reachable: true },
  },
  {
    name: 'only-desk-and-recovery-open',
    comment: 'only the desk and the verb `open` import what opens an envelope',
    severity: 'error',
    from: { path: '^(apps|packages)/', pathNot: [test, '^apps/desk/', '^apps/cli/open\\.ts$', '^packages/envelope/'] },
    to: { path: opens },
  },
  {
    name: 'packages-do-no-io',
    comment: 'packages take values and return values: no disk, network, process or clock; I/O belongs in apps/',
    severity: 'error',
    from: { path: '^packages/', pathNot: test },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'packages-import-nothing-above',
    severity: 'error',
    from: { path: '^packages/', pathNot: test },
    to: { path: '^(apps|testing|bench)/' },
  },
  {
    name: 'envelope-stands-alone',
    severity: 'error',
    from: { path: '^packages/envelope/', pathNot: test },
    to: { path: '^packages/(carriers|analysis)/' },
  },
  {
    name: 'machine-imports-no-program',
    severity: 'error',
    from: { path: '^apps/machine/', pathNot: test },
    to: { path: '^apps/(intake|gateway|desk|console|cli|phone)/' },
  },
  {
    name: 'programs-do-not-import-each-other',
    comment: 'intake, gateway and desk meet on the wire only; the command line starts them',
    severity: 'error',
    from: { path: '^apps/(intake|gateway|desk|phone)/', pathNot: test },
    to: { path: '^apps/(intake|gateway|desk|console|cli|phone)/', pathNot: '^apps/$1/' },
  },
  {
    name: 'console-knows-the-api-only',
    comment: 'the console holds no key and no database: it imports nothing of ours',
    severity: 'error',
    from: { path: '^apps/console/', pathNot: test },
    to: { path: ['^packages/', '^apps/(machine|intake|gateway|desk|cli|phone)/', 'kysely', 'better-sqlite3'] },
  },
  {
    name: 'no-cycles',
    severity: 'error',
    from: { path: '^(packages|apps|testing|bench)/' },
    to: { circular: true },
  },
  {
    name: 'only-release-signs-and-writes-warnings',
    comment: 'what leaves the desk is made by apps/desk/release',
    severity: 'error',
    from: { path: '^(apps|packages)/', pathNot: [test, '^apps/desk/release/'] },
    to: { path: 'node_modules/(xml-crypto|libxml2-wasm)/' },
  },
  {
    name: 'shipped-code-imports-no-test',
    severity: 'error',
    from: { path: '^(apps|packages)/', pathNot: [test, '^apps/cli/(demo|bench)'] },
    to: { path: '^(testing|bench|test-e2e)/|\\.test\\.ts$' },
  },
  {
    name: 'nothing-unresolved',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true, pathNot: '^(virtual:|\\$)' },
  },
]

interface TextRule {
  name: string
  /** Files the rule holds for. */
  where: RegExp
  except?: RegExp
  /** What must not stand there. */
  never: RegExp
  instead: string
}

const code = /\.(ts|js|svelte)$/
const shipped = /^(packages|apps)\/.*\.(ts|svelte)$/
const tests = /\.test\.ts$/

/** What may not stand in a file. */
export const textRules: TextRule[] = [
  {
    name: 'no-clock-in-packages',
    where: /^packages\/.*\.ts$/,
    except: tests,
    never: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(|\bset(Timeout|Interval)\(|\bfetch\(|\bprocess\.\w/,
    instead: 'take the time as an argument; timers, network and process belong in apps/',
  },
  {
    name: 'no-import-by-computed-name',
    where: code,
    except: /^apps\/machine\/throwaway\/|\.test\.ts$/,
    never: /\bimport\(\s*(?!['"][^'"]+['"]\s*[,)]|typeof\b)[^)\s]/,
    instead: 'write the name out, so that whoever reads the imports has read them all',
  },
  {
    name: 'analysis-edits-no-tip',
    where: /^packages\/analysis\/.*\.ts$/,
    except: tests,
    never: /\b(tip|tips\[\w+\])(\.\w+)+\s*(=(?!=)|\+=|\?\?=)|\btip\.\w+\.(push|splice|sort|reverse)\(/,
    instead: 'return a new value with its reasons',
  },
  {
    name: 'only-the-log-writes-lines',
    where: /^(packages|apps\/(machine|intake|gateway|desk))\/.*\.ts$/,
    except: /\.test\.ts$|^apps\/machine\/(log|serve|hardening)\.ts$|^apps\/machine\/throwaway\//,
    never: /\bconsole\.\w+\(|\bprocess\.(stdout|stderr)\.write\(/,
    instead: 'log.event(code, fields), which takes no free text',
  },
  {
    name: 'crypto-in-its-rooms',
    where: shipped,
    except: /\.test\.ts$|^packages\/envelope\/|^apps\/machine\/|^apps\/desk\/(release\/sign|keys\/|store\/seal)|^apps\/cli\/init/,
    never: /createCipheriv|createDecipheriv|crypto\.subtle|\bhkdfSync\(|\bargon2/,
    instead: 'packages/envelope for envelopes; apps/machine for passphrases and what lies on disk',
  },
  {
    name: 'no-escape-from-types',
    where: shipped,
    except: tests,
    never: /^(?!\s*(?:\/\/|\/?\*)).*(?:\bas any\b|:\s*any\b)|@ts-ignore|@ts-nocheck|eslint-disable|oxlint-disable/m,
    instead: 'unknown, and one parser at the edge',
  },
  {
    name: 'no-barrels',
    where: code,
    never: /^export \* from/m,
    instead: 'one hand-written entry a package that names what it gives',
  },
  {
    name: 'no-outside-host-in-pages',
    where: /^apps\/(intake|console|gateway)\/.*\.(ts|svelte|css|html)$/,
    except: /\.test\.ts$/,
    never: /(src|href|url|import|fetch)\s*[=(:]\s*\(?['"`]?https?:\/\/(?!127\.0\.0\.1|localhost)[a-z0-9.-]+\.[a-z]{2,}/i,
    instead: 'serve it ourselves',
  },
  {
    name: 'no-machine-path-or-registry',
    where: /\.(ts|js|json|md|toml|yml|svelte|html|css|py)$|^\.npmrc$|^\.ci\/run$/,
    except: /^testing\/tidy\.ts$/,
    never: /\/work\/(main|shared|\.library)|\/root\/|\/tmp\/nj|registry\.(npmjs|yarnpkg)|deb\.debian\.org/,
    instead: 'a path relative to the project; no host of a registry',
  },
  {
    name: 'no-vague-names',
    where: code,
    never: /from\s+['"][^'"]*\/(utils?|helpers?|common|misc)(\.ts|\/)[^'"]*['"]/,
    instead: 'a name by subject',
  },
  {
    name: 'no-test-left-out',
    where: tests,
    never: /\b(test|describe|it)\.(only|skip|todo)\(/,
    instead: 'mend it or remove it; what a machine lacks is said with skipIf and a reason in the name',
  },
]

/** Every violation in the tree at `root`, among `files` (paths relative to it, with forward slashes). */
export async function checkTree(root: string, files: readonly string[]): Promise<{ violations: Violation[]; modules: number }> {
  const imports = await checkImports(root, files)
  const texts = files.flatMap((file) => checkText(file, readFileSync(join(root, file), 'utf8')))
  return { violations: [...imports.violations, ...texts, ...checkManifests(root, files)], modules: imports.modules }
}

/** The file that plants a violation of each rule is held to none of them. */
const planting = 'tidy.test.ts'

export function checkText(file: string, text: string): Violation[] {
  if (file === planting) return []
  return textRules
    .filter((rule) => rule.where.test(file) && !rule.except?.test(file))
    .flatMap((rule) => {
      const found = rule.never.exec(text)
      if (found === null) return []
      const line = text.slice(0, found.index).split('\n').length
      return [{ rule: rule.name, file, detail: `line ${line}: ${found[0].trim()}; instead: ${rule.instead}` }]
    })
}

async function checkImports(root: string, files: readonly string[]): Promise<{ violations: Violation[]; modules: number }> {
  const roots = ['packages', 'apps', 'testing', 'bench'].filter((dir) => files.some((file) => file.startsWith(`${dir}/`)))
  const report = await cruise(roots, {
    baseDir: root,
    exclude: { path: '(^|/)dist/' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    validate: true,
    ruleSet: { forbidden: importRules },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'svelte', 'default', 'types'],
      extensions: ['.ts', '.js', '.svelte', '.json', '.d.ts'],
    },
  })
  const result = report.output as ICruiseResult
  const violations = result.summary.violations.map((found) => ({
    rule: found.rule.name,
    file: found.from,
    detail: `imports ${found.to}`,
  }))
  return { violations, modules: result.summary.totalCruised }
}

const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/

/** Versions are exact, and every entry of the lockfile is pinned by its hash and names no host. */
function checkManifests(root: string, files: readonly string[]): Violation[] {
  const violations: Violation[] = []
  for (const file of files) {
    if (!file.endsWith('package.json')) continue
    const manifest: unknown = JSON.parse(readFileSync(join(root, file), 'utf8'))
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      for (const [name, version] of Object.entries(record(record(manifest)[kind]))) {
        if (!exact.test(String(version))) violations.push({ rule: 'exact-versions', file, detail: `${name} ${String(version)}` })
      }
    }
  }
  if (!files.includes('package-lock.json')) return violations
  const lock: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  for (const [path, entry] of Object.entries(record(record(lock)['packages']))) {
    const { integrity, resolved, link } = record(entry)
    if (!path.includes('node_modules/') || link === true) continue
    if (typeof integrity !== 'string') violations.push({ rule: 'lockfile-integrity', file: 'package-lock.json', detail: path })
    if (resolved !== undefined) violations.push({ rule: 'lockfile-no-host', file: 'package-lock.json', detail: path })
  }
  return violations
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
