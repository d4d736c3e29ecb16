/**
 * Writes src/api/types.ts from the desk's OpenAPI document. Starts nothing: it reads a JSON file or a URL.
 *
 *   node apps/console/api/generate.ts openapi.json
 *   node apps/console/api/generate.ts http://127.0.0.1:8480/api/v1/openapi.json
 */
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString } from 'openapi-typescript'

const typesFile = fileURLToPath(new URL('../src/api/types.ts', import.meta.url))
const banner = '// Made by apps/console/api/generate.ts from the desk\'s OpenAPI document; do not edit.\n\n'

/** The type file's text for a document given as JSON text. */
export async function typesFrom(document: string): Promise<string> {
  return banner + astToString(await openapiTS(document, { alphabetize: false, immutable: false }))
}

async function readDocument(source: string): Promise<string> {
  if (!/^https?:/.test(source)) return readFile(source, 'utf8')
  const answer = await fetch(source)
  if (!answer.ok) throw new Error(`The desk answered ${answer.status} instead of its OpenAPI document.`)
  return answer.text()
}

async function main(): Promise<void> {
  const source = process.argv[2]
  if (source === undefined) {
    process.stderr.write('Say where the OpenAPI document is: a JSON file or a URL.\n')
    process.exitCode = 2
    return
  }
  await writeFile(typesFile, await typesFrom(await readDocument(source)))
  process.stdout.write('Wrote src/api/types.ts\n')
}

if (import.meta.main) await main()
