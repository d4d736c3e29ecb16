// One way for the desk and the command line to come by a gazetteer.
import { buildGazetteer, iraqRows } from '@nightjar/analysis'
import type { Gazetteer, GazetteerRow } from '@nightjar/analysis'
import { readGazetteerFile } from './files.ts'
import { worldRows } from './world.ts'

export interface LoadOptions {
  /** paths of the operator's files, beside the built-in ones */
  files?: readonly string[]
  /** false: the operator's files and nothing else */
  builtIn?: boolean
}

/** Takes about a second and 150 MB for the built-in world. Throws GazetteerError with a code and what to mend. */
export async function loadGazetteer(options: LoadOptions = {}): Promise<Gazetteer> {
  const own: GazetteerRow[] = []
  for (const file of options.files ?? []) {
    for (const row of await readGazetteerFile(file)) own.push(row)
  }
  return buildGazetteer(options.builtIn === false ? own : allRows(own))
}

function* allRows(own: readonly GazetteerRow[]): Iterable<GazetteerRow> {
  yield* own
  yield* iraqRows()
  yield* worldRows()
}
