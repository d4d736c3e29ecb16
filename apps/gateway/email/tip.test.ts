import { array, assert, constantFrom, integer, option, property, record, string } from 'fast-check'
import { expect, test } from 'vitest'
import { decodePayload, encodePayload, newPayload } from '@nightjar/envelope'
import type { MailValue } from '@nightjar/machine/throwaway'
import { tipOfMail, tipOfUnreadable, type MailTip } from './tip.ts'

const raw = new Uint8Array(Buffer.from('raw'))
const mail = (fields: Partial<MailValue>): MailValue => ({ text: 'words', to: [], received: [], attachments: [], notes: [], ...fields })

function encoded({ text, vault, composedAt, files }: MailTip) {
  const attachments = files.map(({ type, bytes }) => ({ key: new Uint8Array(32), type, bytes: bytes.length }))
  return encodePayload(newPayload({ kind: 0, channel: 'email', text, vault, attachments, ...(composedAt && { composedAt }) }))
}

test('whatever the parser gives, the tip fits a payload', () => {
  const long = (unit: string, most: number) => integer({ min: 0, max: most }).map((n) => unit.repeat(n))
  const line = (most: number) => constantFrom('x', 'س', '😀').chain((unit) => long(unit, most))
  const value = record({
    text: line(200_000), subject: line(4000), from: line(2000), messageId: line(2000), date: option(integer(), { nil: -1 }),
    to: array(line(2000), { maxLength: 60 }), received: array(line(2000), { maxLength: 60 }), notes: array(string({ maxLength: 60 }), { maxLength: 20 }),
    attachments: array(constantFrom({ type: 'message/rfc822', bytes: raw }, { type: 'image/png', bytes: raw }), { maxLength: 120 }),
  })
  assert(property(value, (fields) => {
    const tip = tipOfMail(mail(fields), raw)
    expect(decodePayload(encoded(tip)).text).toBe(tip.text)
  }), { numRuns: 60 })
})

test('a well-read message is its words and files, without the raw one', () => {
  expect(tipOfMail(mail({ subject: 'first line', from: 'a@b', date: 7 }), raw)).toEqual({
    text: 'first line\nwords', files: [], vault: { from: 'a@b', date: '7' }, composedAt: { at: 7, clock: 'doubtful' },
  })
})

test('what was cut or unreadable brings the raw message along, named for the vault', () => {
  expect(tipOfMail(mail({ notes: ['TEXT_INVALID'] }), raw)).toMatchObject({
    files: [{ type: 'message/rfc822', bytes: raw }], vault: { vaultFiles: ['0'], notes: ['TEXT_INVALID'] },
  })
  const many = Array.from({ length: 80 }, () => ({ type: 'image/png', bytes: raw }))
  expect(tipOfMail(mail({ attachments: many }), raw)).toMatchObject({ vault: { vaultFiles: ['62'] } })
  const crowd = Array.from({ length: 50 }, (_, i) => `${i}${'ع'.repeat(900)}`)
  expect(tipOfMail(mail({ to: crowd }), raw)).toMatchObject({ vault: { vaultFiles: ['0'] } })
})

test('a message inside the message is for the vault too; a photo alone needs no raw message', () => {
  const files = [{ type: 'image/png', bytes: raw }, { type: 'message/rfc822', bytes: raw }]
  expect(tipOfMail(mail({ attachments: files }), raw).vault).toEqual({ vaultFiles: ['1'] })
  expect(tipOfMail(mail({ text: '', notes: ['NO_TEXT'], attachments: files.slice(0, 1) }), raw).files).toHaveLength(1)
  expect(tipOfMail(mail({ text: '', notes: ['NO_TEXT'] }), raw).vault).toEqual({ vaultFiles: ['0'], notes: ['NO_TEXT'] })
})

test('dates beyond 1970 to 2099 are left to the vault', () => {
  expect(tipOfMail(mail({ date: -1 }), raw).composedAt).toBeUndefined()
  expect(tipOfMail(mail({ date: 4_102_444_800 }), raw).composedAt).toBeUndefined()
})

test('an unreadable message is sealed as it came', () => {
  expect(tipOfUnreadable(raw, 'CRASHED')).toEqual({
    text: '', files: [{ type: 'message/rfc822', bytes: raw }], vault: { vaultFiles: ['0'], notes: ['CRASHED'] },
  })
})
