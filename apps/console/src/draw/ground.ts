/**
 * The ground of the map: land and borders of the world (Natural Earth through world-atlas), a chunk and a file of their
 * own that are fetched from the desk when the first map is drawn. Only the polygons in sight are decoded and drawn.
 */
import { geoContains, geoMercator, geoPath } from 'd3-geo'
import type { GeoJsonProperties, MultiPolygon, Polygon } from 'geojson'
import { feature } from 'topojson-client'
import type { GeometryObject, Topology } from 'topojson-specification'
import worldUrl from 'world-atlas/countries-10m.json?url'
import { boxOf, scaleOf, type Box, type View } from './project.ts'

interface Part { country: number; arcs: number[][]; box: Box }
interface World { topology: Topology; parts: Part[]; decoded: Map<Part, Polygon> }
export interface GroundPaths { here: string; else: string }

let world: Promise<World> | undefined

async function loadWorld(): Promise<World> {
  const answer = await fetch(worldUrl)
  if (!answer.ok) throw new Error(`The map's ground answered ${answer.status}`)
  const topology = parseWorld(await answer.json())
  return { topology, parts: partsOf(topology), decoded: new Map() }
}

/** The file is one of ours, built beside this code; only its outermost shape is checked. */
function parseWorld(value: unknown): Topology {
  if (isTopology(value)) return value
  throw new Error('The map\'s ground is not a topology')
}

function isTopology(value: unknown): value is Topology {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Topology' && 'objects' in value
}

function partsOf(topology: Topology): Part[] {
  const boxes = topology.arcs.map((arc) => arcBox(arc, topology))
  const countries = topology.objects['countries']
  if (countries?.type !== 'GeometryCollection') return []
  return countries.geometries.flatMap((geometry, country) => polygonsIn(geometry)
    .map((arcs) => ({ country, arcs, box: boxAround(arcs.flat().map((n) => boxes[n < 0 ? ~n : n])) })))
}

function polygonsIn(geometry: GeometryObject<GeoJsonProperties>): number[][][] {
  if (geometry.type === 'Polygon') return [geometry.arcs]
  return geometry.type === 'MultiPolygon' ? geometry.arcs : []
}

/** Arcs are chains of differences in the file's own grid (TopoJSON 1.0, section 2.1.4). */
function arcBox(arc: number[][], topology: Topology): Box {
  const [scaleX, scaleY] = topology.transform?.scale ?? [1, 1]
  const [left, low] = topology.transform?.translate ?? [0, 0]
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  let [x, y] = [0, 0]
  for (const [dx = 0, dy = 0] of arc) {
    x += dx
    y += dy
    const [lon, lat] = [x * scaleX + left, y * scaleY + low]
    box.west = Math.min(box.west, lon)
    box.east = Math.max(box.east, lon)
    box.south = Math.min(box.south, lat)
    box.north = Math.max(box.north, lat)
  }
  return box
}

function boxAround(boxes: (Box | undefined)[]): Box {
  const there = boxes.filter((box) => box !== undefined)
  return {
    west: Math.min(...there.map((box) => box.west)),
    south: Math.min(...there.map((box) => box.south)),
    east: Math.max(...there.map((box) => box.east)),
    north: Math.max(...there.map((box) => box.north)),
  }
}

const meet = (a: Box, b: Box) => a.south <= b.north && a.north >= b.south
  && [-360, 0, 360].some((turn) => a.west + turn <= b.east && a.east + turn >= b.west)

/** The paths of what a view shows: the country in its middle, and everything else. */
export async function drawGround(view: View): Promise<GroundPaths> {
  const { topology, parts, decoded } = await (world ??= loadWorld())
  const seen = parts.filter((part) => meet(part.box, boxOf(view)))
  for (const part of seen) if (!decoded.has(part)) decoded.set(part, decode(topology, part))
  const here = countryAt(view, seen, decoded)
  const path = geoPath(projectionOf(view)).digits(1)
  const draw = (which: (part: Part) => boolean) => path(together(seen.filter(which), decoded)) ?? ''
  return { here: draw((part) => part.country === here), else: draw((part) => part.country !== here) }
}

/** A view that shows the whole country in which a point lies, for the small map in the corner. */
export async function viewOfCountry(view: View, width: number, height: number): Promise<View | undefined> {
  const { topology, parts, decoded } = await (world ??= loadWorld())
  const seen = parts.filter((part) => meet(part.box,
    { west: view.lon, east: view.lon, south: view.lat, north: view.lat }))
  for (const part of seen) if (!decoded.has(part)) decoded.set(part, decode(topology, part))
  const here = seen.find((part) => part.country === countryAt(view, seen, decoded))
  if (here === undefined) return undefined
  const { west, east, south, north } = here.box
  const lat = (south + north) / 2
  const metresHigh = (north - south) * 111_195
  const metresWide = (east - west) * 111_195 * Math.cos(lat * Math.PI / 180)
  const metresPerPixel = Math.max(metresHigh / (height * 0.9), metresWide / (width * 0.9))
  return { lat, lon: (west + east) / 2, metresPerPixel, width, height }
}

function countryAt(view: View, seen: Part[], decoded: Map<Part, Polygon>): number | undefined {
  return seen.find((part) => {
    const polygon = decoded.get(part)
    return polygon !== undefined && geoContains(polygon, [view.lon, view.lat])
  })?.country
}

function decode(topology: Topology, part: Part): Polygon {
  const decoded = feature(topology, { type: 'Polygon', arcs: part.arcs }).geometry
  if (decoded.type !== 'Polygon') throw new Error('The map\'s ground holds something else than polygons')
  return decoded
}

function together(parts: Part[], decoded: Map<Part, Polygon>): MultiPolygon {
  return { type: 'MultiPolygon', coordinates: parts.flatMap((part) => {
    const polygon = decoded.get(part)
    return polygon === undefined ? [] : [polygon.coordinates]
  }) }
}

export function projectionOf(view: View) {
  return geoMercator()
    .rotate([-view.lon, 0])
    .center([0, view.lat])
    .scale(scaleOf(view))
    .translate([view.width / 2, view.height / 2])
    .clipExtent([[-20, -20], [view.width + 20, view.height + 20]])
}
