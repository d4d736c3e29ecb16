/**
 * All keys of an unlocked desk, in memory only. Unlocking needs the passphrase and the destroyable part; locking
 * overwrites what can be overwritten.
 */
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { epochAt, fingerprintOf } from '@nightjar/envelope'
import type { OpeningKeys } from '@nightjar/envelope/open'
import { readFileIfPresent, syncDirectory } from '@nightjar/machine/durable'
import { houseCodeOf } from '@nightjar/machine/errors'
import { SEALED_NAMES, type LinePaths } from '@nightjar/machine/line'
import { openKeyslot, openUnderMaster } from '@nightjar/machine/master'
import { DeskError } from '../errors.ts'
import { deriveDeskKeys, wipe, type Bytes, type DeskKeys } from './derive.ts'

export interface Keyring {
  desk: DeskKeys
  opening: OpeningKeys & { epochs: Map<number, Bytes> }
  /** What the desk shows to intake, and the one certificate it accepts there. PEM. */
  tls: { key: Bytes; certificate: string; intakeCertificate: string }
  cap: { key: Bytes; certificate: string }
}

const SMALL = 64 * 1024
/** Weeks for which the desk keeps the key of a week that is over. */
export const EPOCHS_KEPT = 13

/** Throws DeskError NOT_SET_UP, PASSPHRASE_WRONG or KEY_PART_MISSING. */
export async function unlockKeyring(paths: LinePaths, passphrase: string): Promise<Keyring> {
  const master = await openMaster(paths, passphrase)
  try {
    const unseal = async (path: string, name: string) => openUnderMaster(master, name, await readFile(path))
    return {
      desk: deriveDeskKeys(master),
      opening: {
        root: await fingerprintOf(await readFile(paths.public.root)), epochs: await openEpochs(paths, unseal),
      },
      tls: {
        key: await unseal(paths.desk.tlsKey, SEALED_NAMES.tlsKey),
        certificate: await readFile(paths.desk.tlsCertificate, 'utf8'),
        intakeCertificate: await readFile(paths.desk.intakeCertificate, 'utf8'),
      },
      cap: {
        key: await unseal(paths.desk.capKey, SEALED_NAMES.capKey),
        certificate: await readFile(paths.desk.capCertificate, 'utf8'),
      },
    }
  } finally {
    wipe(master)
  }
}

export function wipeKeyring({ desk, opening, tls, cap }: Keyring): void {
  wipe(desk.store, desk.vault, desk.pseudonym, tls.key, cap.key, ...opening.epochs.values())
  opening.epochs.clear()
}

/** Throws as unlockKeyring does, and gives nothing: for one more person who comes to a desk that is open. */
export async function checkPassphrase(paths: LinePaths, passphrase: string): Promise<void> {
  wipe(await openMaster(paths, passphrase))
}

export async function isSetUp(paths: LinePaths): Promise<boolean> {
  return (await readFileIfPresent(paths.desk.keyslot, SMALL)) !== undefined
}

/** Removes keys of weeks that ended more than 13 weeks ago, from disk and memory. Returns how many went. */
export async function destroyOldEpochs(paths: LinePaths, keyring: Keyring, nowSeconds: number): Promise<number> {
  const old = [...keyring.opening.epochs.keys()].filter((epoch) => epoch < epochAt(nowSeconds) - EPOCHS_KEPT)
  for (const epoch of old) {
    await rm(paths.desk.epoch(epoch), { force: true })
    wipe(keyring.opening.epochs.get(epoch))
    keyring.opening.epochs.delete(epoch)
  }
  if (old.length > 0) await syncDirectory(paths.desk.epochs)
  return old.length
}

async function openMaster(paths: LinePaths, passphrase: string): Promise<Bytes> {
  const keyslot = await readFileIfPresent(paths.desk.keyslot, SMALL)
  if (keyslot === undefined) {
    throw new DeskError('NOT_SET_UP', 'this folder has no desk yet; make one with: nightjar init DIR')
  }
  const part = await readFileIfPresent(paths.desk.part, SMALL)
  try {
    return await openKeyslot(Buffer.from(keyslot).toString('utf8'), passphrase, part)
  } catch (error) {
    const code = houseCodeOf(error)
    if (code === 'PASSPHRASE_PART_MISSING') {
      throw new DeskError('KEY_PART_MISSING', 'the destroyable key part is gone: nothing opens this desk any more')
    }
    if (code === 'PASSPHRASE_WRONG') throw new DeskError('PASSPHRASE_WRONG', 'the passphrase does not open this desk')
    throw error
  }
}

type Unseal = (path: string, name: string) => Promise<Bytes>

async function openEpochs({ desk }: LinePaths, unseal: Unseal): Promise<Map<number, Bytes>> {
  const epochs = new Map<number, Bytes>()
  for (const file of await readdir(desk.epochs)) {
    const number = /^(\d{1,7})\.key$/.exec(file)?.[1]
    if (number === undefined) continue
    epochs.set(Number(number), await unseal(join(desk.epochs, file), SEALED_NAMES.epoch(Number(number))))
  }
  return epochs
}
