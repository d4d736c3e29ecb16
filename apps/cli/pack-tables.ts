// The tables of the text coder, read once a process.
import { readFile } from 'node:fs/promises'
import { loadModel, type PackModel } from '@nightjar/envelope/pack'

let loaded: Promise<PackModel> | undefined

export function packTables(): Promise<PackModel> {
  loaded ??= readFile(new URL('../../packages/envelope/pack/tables/pack.bin', import.meta.url)).then(loadModel)
  return loaded
}
