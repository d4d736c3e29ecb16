// Names of places and where they lie.
export type Level = 'country' | 'adm1' | 'adm2' | 'town' | 'place'
export interface GazetteerRow {
  id: string
  names: { text: string; lang?: string | undefined }[]
  lat: number
  lon: number
  radius_m: number
  level: Level
  population?: number | undefined
  /** ids of the rows it lies in, such as its country and first-level division */
  within?: string[] | undefined
}
export interface NearName { id: string; name: string; names: { text: string; lang?: string | undefined }[]; level: Level; metres: number }
export interface Gazetteer { readonly size: number }
export function buildGazetteer(rows: Iterable<GazetteerRow>): Gazetteer { return { size: [...rows].length } }
/** The n rows nearest to a point, nearest first, for labels on a map. */
export function nearestNames(_gazetteer: Gazetteer, _lat: number, _lon: number, _n: number): NearName[] { return [] }
