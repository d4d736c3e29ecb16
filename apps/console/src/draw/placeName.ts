/** What to call a place: a source may have given only numbers, which say nothing to a reader. */
import { coordinates } from '../i18n/format.ts'

export interface Named { lat: number; lon: number; name: string }

/** Digits, points, commas, degree signs, letters of the compass: coordinates in some notation. */
export const isOnlyNumbers = (name: string): boolean => /^[\s\d٠-٩۰-۹.,،;°º'"′″+\-−NSEWnsew]*$/.test(name)

/** The place's own name, else the nearest known name, else its coordinates. */
export function placeLabel(place: Named, nearest: string | undefined): string {
  if (!isOnlyNumbers(place.name)) return place.name
  return nearest === undefined || nearest === '' ? coordinates(place.lat, place.lon) : nearest
}
