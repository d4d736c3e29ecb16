import type { Place } from '../shapes.ts'
import type { Gazetteer } from './gazetteer.ts'
export interface FindOptions { lang?: string | undefined; near?: { lat: number; lon: number } | undefined }
export function findPlaces(_text: string, _gazetteer: Gazetteer, _options: FindOptions = {}): Place[] { return [] }
