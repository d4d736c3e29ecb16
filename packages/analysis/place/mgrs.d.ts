// The package's main file is CommonJS whose names Node cannot see; its module build has them, and no types of its own.
declare module 'mgrs/dist/mgrs.esm.js' {
  /** lon, lat; accuracy 5 is 1 m, 0 is 100 km */
  export function forward(lonLat: [number, number], accuracy?: number): string
  /** west, south, east, north; throws on a square that does not exist */
  export function inverse(mgrs: string): [number, number, number, number]
}
