import { fileURLToPath } from 'node:url'

/** Where the built page lies: manifest.json and assets/. */
export const DIST_FOLDER = fileURLToPath(new URL('../dist', import.meta.url))
