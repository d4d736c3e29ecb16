/**
 * Talking to intake's desk listener: TLS 1.3 with both certificates pinned. The desk always calls; intake never does,
 * and need not know where the desk is.
 */
import { X509Certificate } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { Agent, request } from 'node:https'
import { DeskError } from '../errors.ts'

export interface IntakeKeys { key: Uint8Array; certificate: string; intakeCertificate: string }

export interface Intake {
  /** The whole body. Throws INTAKE_DOWN, INTAKE_NOT_OURS, INTAKE_ANSWER or ATTACHMENT_UNKNOWN. */
  get(path: string, limit: number): Promise<Buffer>
  stream(path: string): Promise<IncomingMessage>
  send(method: 'POST' | 'PUT', path: string, body: Uint8Array | string): Promise<void>
  close(): void
}

export interface IntakeOptions {
  url: string
  keys: IntakeKeys
  /** Aborts what is under way when the desk locks. */
  signal: AbortSignal
  /** Seconds without an octet. */
  silence?: number
}

const NOT_PINNED = 'not the pinned certificate'

export function connectIntake({ url, keys, signal, silence = 30 }: IntakeOptions): Intake {
  const pinned = new X509Certificate(keys.intakeCertificate).raw
  const agent = new Agent({
    keepAlive: true, maxSockets: 8, timeout: silence * 1000,
    key: Buffer.from(keys.key), cert: keys.certificate, ca: keys.intakeCertificate, minVersion: 'TLSv1.3',
    // The one certificate is pinned, so that names and authorities say nothing more.
    checkServerIdentity: (_host, { raw }) => (pinned.equals(raw) ? undefined : new Error(NOT_PINNED)),
  })
  const base = new URL(url)
  const start = (method: string, path: string, body?: Uint8Array | string) =>
    call({ agent, signal, silence, method, url: new URL(path, base) }, body)
  return {
    async get(path, limit) {
      return readAll(await start('GET', path), limit)
    },
    async stream(path) {
      return start('GET', path)
    },
    async send(method, path, body) {
      await readAll(await start(method, path, body), 65_536)
    },
    close() {
      agent.destroy()
    },
  }
}

interface Call { agent: Agent; signal: AbortSignal; silence: number; method: string; url: URL }

function call({ agent, signal, silence, method, url }: Call, body?: Uint8Array | string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : {
      'Content-Type': typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/octet-stream',
      'Content-Length': Buffer.byteLength(body),
    }
    const sent = request(url, { agent, signal, method, headers, timeout: silence * 1000 }, (answer) => {
      const refused = refusalOf(answer)
      if (refused === undefined) return resolve(answer)
      answer.resume()
      reject(refused)
    })
    sent.on('timeout', () => sent.destroy(new Error('silence')))
    sent.on('error', (error) => reject(faultOf(error)))
    sent.end(body)
  })
}

function refusalOf({ statusCode = 0 }: IncomingMessage): DeskError | undefined {
  if (statusCode >= 200 && statusCode < 300) return undefined
  if (statusCode === 404) return new DeskError('ATTACHMENT_UNKNOWN', 'intake does not have it')
  if (statusCode === 503) return new DeskError('INTAKE_DOWN', 'intake is not ready')
  return new DeskError('INTAKE_ANSWER', `intake answered with status ${statusCode}`)
}

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'CERT_HAS_EXPIRED',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'CERT_SIGNATURE_FAILURE', 'ERR_TLS_CERT_ALTNAME_INVALID',
])

function faultOf(error: Error): DeskError {
  const code = 'code' in error ? String(error.code) : ''
  if (untrusted.has(code) || error.message === NOT_PINNED) {
    return new DeskError('INTAKE_NOT_OURS', 'what answers there does not show the certificate that was pinned')
  }
  return new DeskError('INTAKE_DOWN', 'intake does not answer')
}

async function readAll(answer: IncomingMessage, limit: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  try {
    for await (const part of answer) {
      if (!Buffer.isBuffer(part)) continue
      length += part.length
      if (length > limit) {
        answer.destroy()
        throw new DeskError('INTAKE_ANSWER', 'intake answered with more than was asked for')
      }
      parts.push(part)
    }
  } catch (error) {
    if (error instanceof DeskError) throw error
    throw new DeskError('INTAKE_DOWN', 'the connection to intake was cut')
  }
  return Buffer.concat(parts)
}
