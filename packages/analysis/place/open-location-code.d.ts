// The package brings no types; these are the calls used here, after its API.txt.
declare module 'open-location-code' {
  export interface CodeArea {
    latitudeCenter: number
    longitudeCenter: number
    latitudeHi: number
    longitudeHi: number
  }
  export class OpenLocationCode {
    isFull(code: string): boolean
    isShort(code: string): boolean
    decode(code: string): CodeArea
    encode(latitude: number, longitude: number, length?: number): string
    recoverNearest(code: string, latitude: number, longitude: number): string
  }
}
