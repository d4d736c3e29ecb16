import { assert, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { describeCrash, houseCodeOf, MachineError } from './errors.ts'

test('an error of ours is shown with its own words', () => {
  expect(describeCrash(new MachineError('CONFIG_MISSING', 'no file'))).toBe('CONFIG_MISSING: no file')
})

test('of any other error only the kind, the code and the places are shown', () => {
  const shown = describeCrash(new TypeError('secret words of a source'))
  expect(shown).toMatch(/^UNHANDLED: TypeError\n {4}at /)
  expect(shown).not.toContain('secret')
})

test('whatever an error says, even what looks like a place in the code, none of it is shown', () => {
  assert(property(string({ unit: 'binary' }), string(), (before, after) => {
    const error = new Error(`${before}\n    at SECRET (words.ts:1:1)\n${after}`)
    expect(describeCrash(error)).not.toContain('SECRET')
    const renamed = Object.assign(new Error('x'), { name: `${before} SECRET`, code: `SECRET ${after}`, syscall: 'SECRET x' })
    expect(describeCrash(renamed)).not.toContain('SECRET')
  }))
  const moved = new Error('first')
  moved.message = 'second'
  moved.stack = 'Error: SECRET\n    at SECRET (words.ts:1:1)'
  expect(describeCrash(moved)).toBe('UNHANDLED: Error')
})

test('what an operator needs of a system error is shown', () => {
  const taken = Object.assign(new Error('listen EADDRINUSE: 127.0.0.1:80'), { code: 'EADDRINUSE', syscall: 'listen', port: 80 })
  expect(describeCrash(taken).split('\n')[0]).toBe('UNHANDLED: Error EADDRINUSE listen port 80')
})

test.each([undefined, null, 'words', 7, { message: 'words' }])('%j thrown is told without being shown', (thrown) => {
  expect(describeCrash(thrown)).toBe('UNHANDLED: something that is not an error was thrown')
})

test("libraries' codes are not ours", () => {
  const withCode = (code: unknown) => Object.assign(new Error('x'), { code })
  expect(['ERR_INVALID_ARG', 'FST_ERR_X', 'SQLITE_BUSY', 'ENOENT', 'UND_ERR_SOCKET', 7].map((code) => houseCodeOf(withCode(code))))
    .toEqual(Array.from({ length: 6 }))
  expect(houseCodeOf(withCode('INTAKE_DOWN'))).toBe('INTAKE_DOWN')
})
