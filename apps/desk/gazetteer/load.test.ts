import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { findPlaces, iraqRows, peopleFrom } from '@nightjar/analysis'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readGazetteerFile } from './files.ts'
import { loadGazetteer } from './load.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightjar-gazetteer-'))
})
afterAll(() => rm(folder, { recursive: true }))
const file = async (name: string, text: string | Uint8Array): Promise<string> => {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

test('the built-in world finds cities, countries and divisions, and how many live there', async () => {
  const gazetteer = await loadGazetteer()
  expect(gazetteer.size).toBeGreaterThan(135_000)
  const names = (text: string) => findPlaces(text, gazetteer).map((place) => place.name)
  expect(names('From Mosul to London and Texas')).toEqual(['Mosul', 'London', 'Texas'])
  expect(names('لاجئون من سوريا الى تركيا')).toEqual(['Syria', 'Türkiye'])
  expect(findPlaces('Flooding in Paris, Texas and Houston', gazetteer)[0]?.lat).toBeCloseTo(33.66, 1)
  const people = peopleFrom(gazetteer)
  expect(people(33.315, 44.366, 18_000)).toBeGreaterThan(4e6)
  expect(people(36.345, 43.13, 500)).toBeGreaterThan(1000)
  expect(people(36.345, 43.13, 500)).toBeLessThan(30_000)
  expect(people(31, 42, 1000)).toBeLessThan(50)
})

test('own tables, GeoNames dumps and GeoJSON', async () => {
  const table = await file(
    'own.tsv',
    'id\tname_en\tname_ar\tlat\tlon\tradius_m\tlevel\nq1\tBread Corner\tركن الخبز\t36.34\t43.13\t150\tplace\n',
  )
  const dump = await file(
    'IQ.txt',
    `89824\tUmm Qaşr\tUmm Qasr\tOmolgasr,ام قصر\t30.0362\t47.91951\tP\tPPL\tIQ\t\t02\t\t\t\t107620\t9\t10\tAsia/Baghdad\t2012-05-05\n`,
  )
  const shape = {
    type: 'Polygon',
    coordinates: [
      [
        [43, 36],
        [43.2, 36],
        [43.2, 36.2],
        [43, 36],
      ],
    ],
  }
  const json = await file(
    'adm2.geojson',
    JSON.stringify({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          geometry: shape,
          properties: {
            ADM2_EN: 'Testland',
            ADM2_AR: 'تستلاند',
            ADM2_PCODE: 'X2',
            ADM1_PCODE: 'X1',
            ADM0_PCODE: 'X',
          },
        },
      ],
    }),
  )
  const gazetteer = await loadGazetteer({ files: [table, dump, json], builtIn: false })
  expect(gazetteer.rows.map(({ id, level, radius_m }) => [id, level, radius_m])).toEqual([
    ['q1', 'place', 150],
    ['89824', 'town', 5120],
    ['X2', 'adm2', 14_296],
  ])
  expect(gazetteer.rows[2]?.within).toEqual(['X', 'X1'])
  expect(findPlaces('عند ركن الخبز', gazetteer)[0]).toMatchObject({ name: 'Bread Corner', radius_m: 150 })
})

test.each([
  ['bad.tsv', 'lat\tlon\tname\n99\t43\tX\n', 'bad.tsv, line 2: lat and lon must be numbers within ±90 and ±180'],
  ['nohead.tsv', 'a\tb\n', 'nohead.tsv, line 1: the heading must name the columns lat and lon'],
  ['unnamed.tsv', 'lat\tlon\tname\n1\t2\t\n', 'unnamed.tsv, line 2: a row needs a name'],
  ['short.txt', '1\tx\n', 'short.txt, line 1: expected the 19 columns of a GeoNames dump, got 2'],
  ['not.geojson', '{', 'not.geojson: is not JSON'],
  ['list.json', '[]', 'list.json: expected a GeoJSON FeatureCollection'],
  [
    'far.geojson',
    '{"features":[{"geometry":{"coordinates":[200,1]},"properties":{"name":"x"}}]}',
    'far.geojson, feature 1: the geometry has no coordinates within ±180 and ±90',
  ],
  ['what.csv', '', 'what.csv: expected .txt (GeoNames), .tsv or .geojson'],
])('%s is refused with what to mend', async (name, text, message) => {
  await expect(readGazetteerFile(await file(name, text))).rejects.toThrow(
    expect.objectContaining({ code: 'GAZETTEER_FORMAT', message }),
  )
})

test('a missing file is named without its folder', async () => {
  await expect(readGazetteerFile(join(folder, 'nowhere.tsv'))).rejects.toThrow(
    expect.objectContaining({
      code: 'GAZETTEER_MISSING',
      message: 'nowhere.tsv: no such file, or it may not be read',
    }),
  )
})

const SHARED = '../shared/data/gazetteer'

test.skipIf(!existsSync(SHARED))(
  'the hand-written Iraqi list agrees with GeoNames (needs ../shared/data)',
  async () => {
    const listed = iraqRows()
    const rows = await readGazetteerFile(`${SHARED}/geonames_cities15000_2016_IQ.tsv`)
    const far: string[] = []
    for (const row of rows) {
      const same = listed.find(
        (mine) =>
          mine.level === 'town' && mine.names.some((name) => row.names.some((other) => other.text === name.text)),
      )
      if (same !== undefined && Math.hypot(same.lat - row.lat, same.lon - row.lon) > 0.09) far.push(same.id)
    }
    // GeoNames means the barrage upstream by the one, and the old town under the lake by the other
    expect(far).toEqual(['iq:hindiya', 'iq:ana'])
  },
)

test.skipIf(!existsSync(SHARED))(
  'COD-AB boundaries of Iraq load with both names (needs ../shared/data)',
  async () => {
    const text = gunzipSync(await readFile(`${SHARED}/iraq_adm2.geojson.gz`))
    const rows = await readGazetteerFile(await file('iraq_adm2.geojson', text))
    expect(rows.length).toBeGreaterThan(90)
    expect(rows.every((row) => row.names.some((name) => name.lang === 'ar') && row.level === 'adm2')).toBe(true)
  },
)
