import { randomBytes } from 'node:crypto'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createKeyslot, createPart, MasterError, openKeyslot, openUnderMaster, sealUnderMaster } from './master.ts'

const master = randomBytes(32)
const plain = new Uint8Array(randomBytes(100))

test('what is sealed under the master key opens under the same name only', () => {
  const sealed = sealUnderMaster(master, 'tls.key', plain)
  expect(openUnderMaster(master, 'tls.key', sealed)).toEqual(plain)
  expect(() => openUnderMaster(master, 'cap.key', sealed)).toThrow(expect.objectContaining({
    code: 'MASTER_WRONG', message: 'the desk\'s master key does not open this file, or the file was changed',
  }))
  expect(() => openUnderMaster(randomBytes(32), 'tls.key', sealed)).toThrow(
    expect.objectContaining({ code: 'MASTER_WRONG' }),
  )
})

test('any other bytes are refused with a code', () => {
  const sealed = sealUnderMaster(master, 'x', plain)
  const noises = fc.uint8Array({ maxLength: 200 })
  const [places, flips] = [fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 })]
  fc.assert(fc.property(noises, places, flips, (noise, at, flip) => {
    const changed = sealed.map((octet, i) => (i === at ? octet ^ flip : octet))
    for (const bytes of [noise, changed, sealed.subarray(0, at)]) {
      expect(() => openUnderMaster(master, 'x', bytes)).toThrow(MasterError)
    }
  }))
})

test('the keyslot needs the passphrase and the part', async () => {
  const part = createPart()
  const slot = await createKeyslot('open sesame', { cost: 'light', part })
  expect(await openKeyslot(slot.keyslot, 'open sesame', part)).toEqual(slot.master)
  await expect(openKeyslot(slot.keyslot, 'open barley', part)).rejects.toMatchObject({ code: 'PASSPHRASE_WRONG' })
  await expect(openKeyslot(slot.keyslot, 'open sesame', undefined)).rejects.toMatchObject({
    code: 'PASSPHRASE_PART_MISSING',
  })
  await expect(openKeyslot('{"version":2}', 'open sesame', part)).rejects.toMatchObject({
    code: 'MASTER_FILE', message: 'keyslot.json is not a keyslot of version 1',
  })
})
