/** Answers whose bytes are known beforehand: pages, their files, the board, the key list. */
import { createHash } from 'node:crypto'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'

export interface Fixed {
  type: string
  etag: string
  bytes: Uint8Array
  /** Left out where compression gains nothing. */
  packed?: { br: Uint8Array; gzip: Uint8Array }
}

/** Sealed or random bytes: they do not compress, and their length must not depend on what they say. */
export function fixedBytes(bytes: Uint8Array): Fixed {
  return { type: 'application/octet-stream', etag: etagOf(bytes), bytes }
}

export function fixedText(type: string, text: string | Uint8Array): Fixed {
  const bytes = Buffer.from(text)
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }
  const packed = { br: brotliCompressSync(bytes, quality), gzip: gzipSync(bytes, { level: 9 }) }
  return { type, etag: etagOf(bytes), bytes, packed }
}

/** Sends it in the best encoding the client takes, or 304 when it has these very bytes. */
export function sendFixed(
  request: FastifyRequest, reply: FastifyReply, fixed: Fixed, cacheControl: string,
): FastifyReply {
  const encoding = fixed.packed === undefined ? undefined : bestEncoding(request.headers['accept-encoding'])
  const etag = encoding === undefined ? `"${fixed.etag}"` : `"${fixed.etag}-${encoding}"`
  reply.header('Cache-Control', cacheControl).header('ETag', etag)
  if (fixed.packed !== undefined) reply.header('Vary', varyWith(reply, 'Accept-Encoding'))
  if (sameTag(request.headers['if-none-match'], etag)) return reply.code(304).send()
  if (!fixed.type.startsWith('text/html')) dropDocumentHeaders(reply)
  reply.type(fixed.type)
  if (fixed.packed === undefined || encoding === undefined) return reply.send(fixed.bytes)
  return reply.header('Content-Encoding', encoding).send(fixed.packed[encoding])
}

/** br before gzip; an encoding with q=0 is refused by the client. */
export function bestEncoding(accept: string | undefined): 'br' | 'gzip' | undefined {
  const wanted = new Set((accept ?? '').toLowerCase().split(',')
    .map((part) => part.trim().split(/\s*;\s*/))
    .filter(([, q]) => !/^q=0(\.0*)?$/.test(q ?? ''))
    .map(([name]) => name))
  if (wanted.has('br')) return 'br'
  return wanted.has('gzip') || wanted.has('*') ? 'gzip' : undefined
}

const documentHeaders = ['X-Frame-Options', 'Cross-Origin-Opener-Policy', 'Permissions-Policy', 'Referrer-Policy']

/** These bind documents only; every octet costs a source on a slow network. */
function dropDocumentHeaders(reply: FastifyReply): void {
  for (const name of documentHeaders) reply.removeHeader(name)
}

function sameTag(header: string | undefined, etag: string): boolean {
  return header !== undefined && header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

function varyWith(reply: FastifyReply, name: string): string {
  const already = reply.getHeader('Vary')
  return typeof already === 'string' && already !== '' ? `${already}, ${name}` : name
}

function etagOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
}
