/**
 * Nothing across sites: a page elsewhere can neither read nor do anything here. The Host must be ours (against names
 * rebound to loopback), the browser's own word on where a request comes from must be this site, and bodies are JSON.
 */
import type { FastifyRequest } from 'fastify'
import { HttpError } from '@nightjar/machine/http'

export interface OwnHosts {
  /** Undefined: a proxy stands in front and checks the name. */
  has(host: string): boolean
}

const ownSites = new Set(['same-origin', 'none'])

/** Throws HttpError HOST_UNKNOWN 421 or CROSS_SITE 403. */
export function refuseOtherSites(request: FastifyRequest, own: OwnHosts): void {
  const { host = '', origin, 'sec-fetch-site': site } = request.headers
  if (!own.has(host)) throw new HttpError(421, 'HOST_UNKNOWN', 'this desk is reached by its own address only')
  if (typeof site === 'string' && !ownSites.has(site)) throw crossSite()
  if (origin !== undefined && hostOf(origin) !== host) throw crossSite()
}

function crossSite(): HttpError {
  return new HttpError(403, 'CROSS_SITE', 'the desk answers its own pages only')
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}
