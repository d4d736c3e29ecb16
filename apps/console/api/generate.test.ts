import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { typesFrom } from './generate.ts'

const print = `
  const { openApiDocument } = await import(process.argv[1])
  process.stdout.write(JSON.stringify(await openApiDocument()))
`

test('the types are those of the desk as it is; else: node apps/console/api/generate.ts openapi.json', async () => {
  const desk = new URL('../../desk/api/openapi.ts', import.meta.url).href
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', print, desk],
    { maxBuffer: 16 * 2 ** 20 })
  expect(await typesFrom(stdout)).toBe(await readFile(new URL('../src/api/types.ts', import.meta.url), 'utf8'))
}, 120_000)
