import { parseArgs } from 'node:util'
import { readWholeBundle } from '@nightjar/carriers'
import { ENVELOPE_SIZES, envelopeHash, EnvelopeError, hex, parseFingerprint, tipOf } from '@nightjar/envelope'
import { open, type OpeningKeys } from '@nightjar/envelope/open'
import { linePaths, offlinePaths, SEALED_NAMES } from '@nightjar/machine/line'
import { askPassphrase } from './ask.ts'
import {
  epochsIn, openDeskEpochs, openDeskMaster, openOfflineKey, openOfflineMaster, readNeeded, readRoot,
} from './keyring.ts'
import { LineError } from './line-error.ts'
import { type Io, readAll, say, UsageError } from './verb.ts'

export const summary = 'open envelopes without the desk: for recovery, by those who hold the keys'
export const usage = `nightjar open [--line DIR | --offline DIR --root FINGERPRINT] [FILE …]

Opens envelopes or bundles (standard input without FILE) and prints one JSON line for each: {hash, epoch, recovery,
tip}, or {hash, error} for one that does not open. Identity that edges sealed for the vault is not printed.
  --line DIR      opens with the desk's keys (. unless given); its passphrase is asked for, or --passphrase-file FILE
  --offline DIR   opens with the recovery key and the weeks' keys in the offline folder; --offline-passphrase-file FILE`

interface Values {
  line?: string | undefined
  offline?: string | undefined
  root?: string | undefined
  'passphrase-file'?: string | undefined
  'offline-passphrase-file'?: string | undefined
}

export async function run(args: string[], io: Io): Promise<number> {
  const { values, positionals } = parseArgs({
    args, allowPositionals: true, options: {
      line: { type: 'string' }, offline: { type: 'string' }, root: { type: 'string' }, 'passphrase-file': {
        type: 'string',
      },
      'offline-passphrase-file': { type: 'string' }, json: { type: 'boolean' },
    },
  })
  const keys = values.offline === undefined ? await deskKeys(values, io) : await offlineKeys(values.offline, values, io)
  const counts = { opened: 0, failed: 0 }
  for (const input of positionals.length === 0 ? [undefined] : positionals) {
    const bytes = input === undefined ? await readAll(io.stdin) : await readNeeded(input, 'FILE_MISSING')
    for (const envelope of await envelopesIn(bytes, io)) {
      counts[await openOne(envelope, keys, io) ? 'opened' : 'failed'] += 1
    }
  }
  if (counts.failed > 0) throw new LineError(
    'OPEN_FAILED', `${counts.failed} of ${counts.opened + counts.failed} did not open`,
  )
  return 0
}

async function deskKeys(values: Values, io: Io): Promise<OpeningKeys> {
  const paths = linePaths(values.line ?? '.')
  const root = await readRoot(paths)
  const passphrase = await askPassphrase(io, {
    file: values['passphrase-file'], option: '--passphrase-file', prompt: 'passphrase of the desk',
  })
  return { root, epochs: await openDeskEpochs(paths, await openDeskMaster(paths, passphrase)) }
}

async function offlineKeys(dir: string, values: Values, io: Io): Promise<OpeningKeys> {
  if (values.root === undefined && values.line === undefined) throw new UsageError(
    '--offline takes --root FINGERPRINT or --line DIR',
  )
  const root = values.root === undefined ? await readRoot(linePaths(values.line ?? '.')) : await parseFingerprint(
    values.root,
  )
  const paths = offlinePaths(dir)
  const passphrase = await askPassphrase(io, {
    file: values['offline-passphrase-file'], option: '--offline-passphrase-file', prompt: 'offline passphrase',
  })
  const master = await openOfflineMaster(paths, passphrase)
  const epochs = new Map<number, Uint8Array>()
  for (const epoch of await epochsIn(paths.epochs)) {
    epochs.set(epoch, await openOfflineKey(paths.epoch(epoch), SEALED_NAMES.epoch(epoch), master))
  }
  return { root, epochs, recovery: await openOfflineKey(paths.recovery, SEALED_NAMES.recovery, master) }
}

/** One envelope, or those of a bundle; what a cut bundle still holds is opened, and that it was cut is said. */
async function envelopesIn(bytes: Uint8Array, io: Io): Promise<Uint8Array[]> {
  if (bytes.length === 0) throw new LineError('INPUT_EMPTY', 'there is no envelope in an empty file')
  if (ENVELOPE_SIZES.some((size) => size === bytes.length) && bytes[0] !== 'N'.charCodeAt(0)) return [bytes]
  const { envelopes, end, records } = await readWholeBundle(bytes)
  if (end !== 'whole' && records === 0) return [bytes]
  if (end !== 'whole') say(io.stderr, `nightjar open: this bundle is ${end}; ${records} envelopes stood before that`)
  return envelopes
}

async function openOne(envelope: Uint8Array, keys: OpeningKeys, io: Io): Promise<boolean> {
  const hash = hex(await envelopeHash(envelope))
  try {
    const { payload, epoch, recovery } = await open(envelope, keys)
    const receivedAt = payload.receivedAt ?? payload.composedAt?.at ?? Math.floor(Date.now() / 1000)
    const shown = {
      hash, epoch: recovery ? null : epoch, recovery, decoy: payload.decoy === true, duress: payload.duress === true,
    }
    say(io.stdout, JSON.stringify({ ...shown, tip: tipOf(payload, receivedAt) }))
    return true
  } catch (error) {
    if (!(error instanceof EnvelopeError)) throw error
    say(io.stdout, JSON.stringify({ hash, error: error.code }))
    return false
  }
}
