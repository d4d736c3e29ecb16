import type { Place } from '../shapes.ts'
export interface CoordinateOptions { near?: { lat: number; lon: number } | undefined }
export function findCoordinates(_text: string, _options: CoordinateOptions = {}): Place[] { return [] }
