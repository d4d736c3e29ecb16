/** A warning and a signing key for the tests of this room and of the command line; not imported by any program. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WARNING_LANGUAGES } from './warning.ts'
import type { Warning, WarningInfo } from './warning.ts'

export function sampleInfo(language: WarningInfo['language'] = 'en'): WarningInfo {
  return {
    language,
    category: ['Security'],
    event: 'Car bomb threat',
    responseType: ['Avoid'],
    urgency: 'Immediate',
    severity: 'Extreme',
    certainty: 'Possible',
    headline: 'Car bomb threat near Mosul: unconfirmed',
    description: 'Reported: a car bomb threat.\nHow sure: unconfirmed, one line of evidence.',
    instruction: 'Keep away from this area.',
    onset: '2026-11-22T15:00:00Z',
    expires: '2026-11-23T03:00:00Z',
    contact: 'the line',
    area: { desc: 'Mosul, east', circle: { lat: 36.345, lon: 43.145, radius_m: 2000 } },
  }
}

export function sampleWarning(changes: Partial<Warning> = {}): Warning {
  return {
    identifier: 'nightjar-00112233445566778899aabb',
    sender: 'line@nightjar.example',
    sent: '2026-11-22T15:16:00Z',
    status: 'Exercise',
    msgType: 'Alert',
    scope: 'Public',
    references: [],
    confidence: 0.45,
    peopleNear: 12000,
    info: WARNING_LANGUAGES.map(sampleInfo),
    ...changes,
  }
}

/** Made by OpenSSL, valid from now on, for as many days as asked. */
export function sampleKey(algorithm = 'rsa:2048', days = 3650): { privateKeyPem: string; certificatePem: string } {
  const folder = mkdtempSync(join(tmpdir(), 'cap-key-'))
  const [key, certificate] = [join(folder, 'cap.key'), join(folder, 'cap.crt')]
  try {
    const request = ['req', '-x509', '-newkey', algorithm, '-nodes', '-subj', '/CN=a test line', '-days', String(days)]
    execFileSync('openssl', [...request, '-keyout', key, '-out', certificate], { stdio: 'ignore' })
    return { privateKeyPem: readFileSync(key, 'utf8'), certificatePem: readFileSync(certificate, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
