import { anything, assert, dictionary, property, string } from 'fast-check'
import { expect, test } from 'vitest'
import { createLog } from './log.ts'

function linesOf(write: (log: ReturnType<typeof createLog>) => void): string[] {
  const lines: string[] = []
  write(createLog('test', (line) => lines.push(line)))
  return lines
}

test('an event is one line of JSON with its time, program and fields', () => {
  const [line = ''] = linesOf((log) => log.event('READY', { http: 8700, warm: true, why: 'LANE_FULL' }))
  expect(line.endsWith('}\n')).toBe(true)
  expect(JSON.parse(line)).toEqual({
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/), program: 'test', event: 'READY', http: 8700, warm: true, why: 'LANE_FULL',
  })
})

test('a free string does not fit the type', () => {
  const lines = linesOf((log) => {
    const words: string = 'what a source said'
    // @ts-expect-error a string variable is not a code
    log.event('TIP', { words })
    // @ts-expect-error neither is a literal with small letters
    log.event('Tip')
  })
  expect(lines.join('')).not.toContain('source')
})

test('what gets by the type at run time is not written: no words, whatever they are', () => {
  assert(property(dictionary(string({ minLength: 1, maxLength: 5 }), anything({ maxDepth: 1 })), string(), (fields, event) => {
    const log = createLog('test', (line) => {
      const { at: _at, program: _program, ...rest }: Record<string, unknown> = JSON.parse(line)
      const shown = Object.values(rest).filter((value) => typeof value === 'string')
      for (const word of shown) expect(word).toMatch(/^[A-Z][A-Z0-9_]*$/)
    })
    Reflect.apply(log.event, log, [event, fields])
  }))
})
