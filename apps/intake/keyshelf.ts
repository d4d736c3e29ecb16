/** The signed key list: the newest that this line's root signed, whole and as the slice that a page needs now. */
import { KEY_LIST_SIZE, epochAt, fingerprintOf, sliceKeyList, verifyKeyList } from '@nightjar/envelope'
import { readFileIfPresent, writeFileDurably } from '@nightjar/machine/durable'
import { houseCodeOf } from '@nightjar/machine/errors'
import { IntakeError } from './errors.ts'
import { fixedBytes, type Fixed } from './fixed.ts'

type Bytes = Uint8Array<ArrayBuffer>

export interface KeyShelf {
  whole(): Fixed
  /** Head, this week's key and the recovery key. `now` in unix seconds. */
  slice(now: number): Fixed
  sequence(): number
  /** Throws KEYLIST_OLD for a lower sequence number, KEYLIST_INVALID for anything the root did not sign. */
  put(bytes: Bytes): Promise<void>
}

interface Shelved { bytes: Bytes; sequence: number; fixed: Fixed }

/** `published` is the list that `init` made, `own` the one that the desk put here; the newer one counts. */
export async function openKeyShelf(rootPublicKey: Bytes, published: string, own: string): Promise<KeyShelf> {
  const root = await fingerprintOf(rootPublicKey)
  const lists = [await readList(published, root), await readList(own, root)].filter((list) => list !== undefined)
  const [newest] = lists.sort((a, b) => b.sequence - a.sequence)
  if (newest === undefined) {
    throw new IntakeError('KEYLIST_NONE', 'there is no key list in public/keylist.bin; make one with: nightjar keys')
  }
  let current = newest
  let sliced: { epoch: number; of: Shelved; fixed: Fixed } | undefined

  return {
    whole: () => current.fixed,
    slice(now) {
      const epoch = epochAt(now)
      if (sliced?.epoch !== epoch || sliced.of !== current) {
        sliced = { epoch, of: current, fixed: fixedBytes(sliceKeyList(current.bytes, [epoch])) }
      }
      return sliced.fixed
    },
    sequence: () => current.sequence,
    async put(bytes) {
      const next = await checked(bytes, root, current.sequence)
      await writeFileDurably(own, bytes, 0o644)
      current = next
    },
  }
}

async function readList(path: string, root: Bytes): Promise<Shelved | undefined> {
  const bytes = await readFileIfPresent(path, KEY_LIST_SIZE)
  return bytes === undefined ? undefined : checked(bytes, root, 0)
}

async function checked(bytes: Bytes, root: Bytes, minSequence: number): Promise<Shelved> {
  try {
    const { sequence } = await verifyKeyList(bytes, { root, minSequence })
    return { bytes, sequence, fixed: fixedBytes(bytes) }
  } catch (error) {
    if (houseCodeOf(error) === 'KEYLIST_OLD') throw new IntakeError('KEYLIST_OLD', 'a newer key list is already here')
    throw new IntakeError('KEYLIST_INVALID', 'this key list is not one that the root of this line signed')
  }
}
