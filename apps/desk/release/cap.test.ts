import * as fc from 'fast-check'
import { XmlDocument } from 'libxml2-wasm'
import { describe, expect, test } from 'vitest'
import { CAP_NAMESPACE, PARAMETER_CONFIDENCE, PARAMETER_PEOPLE_NEAR, renderCap } from './cap.ts'
import { ReleaseError } from './errors.ts'
import type { ReleaseErrorCode } from './errors.ts'
import { sampleInfo, sampleWarning } from './sample.ts'
import { cleanText } from './text.ts'
import { validateCap } from './validate.ts'
import { certaintyOf, parseWarning } from './warning.ts'
import type { Warning, WarningInfo } from './warning.ts'

function contents(xml: string, path: string): string[] {
  const document = XmlDocument.fromString(xml)
  try {
    return document.find(path, { cap: CAP_NAMESPACE }).map((node) => node.content)
  } finally {
    document.dispose()
  }
}

function failure(render: () => unknown): { code: ReleaseErrorCode; message: string } | string {
  try {
    render()
    return 'nothing thrown'
  } catch (error) {
    return error instanceof ReleaseError ? { code: error.code, message: error.message } : String(error)
  }
}

const withInfo = (changes: Partial<WarningInfo>): Warning => sampleWarning({ info: [{ ...sampleInfo(), ...changes }] })

describe('a rendered warning', () => {
  test('is CAP 1.2 in the standard\'s order', () => {
    const xml = renderCap(sampleWarning({ info: [sampleInfo()] }))
    expect(xml).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>nightjar-00112233445566778899aabb</identifier>
<sender>line@nightjar.example</sender>
<sent>2026-11-22T15:16:00-00:00</sent>
<status>Exercise</status>
<msgType>Alert</msgType>
<scope>Public</scope>
<info>
<language>en</language>
<category>Security</category>
<event>Car bomb threat</event>
<responseType>Avoid</responseType>
<urgency>Immediate</urgency>
<severity>Extreme</severity>
<certainty>Possible</certainty>
<effective>2026-11-22T15:16:00-00:00</effective>
<onset>2026-11-22T15:00:00-00:00</onset>
<expires>2026-11-23T03:00:00-00:00</expires>
<headline>Car bomb threat near Mosul: unconfirmed</headline>
<description>Reported: a car bomb threat.
How sure: unconfirmed, one line of evidence.</description>
<instruction>Keep away from this area.</instruction>
<contact>the line</contact>
<parameter>
<valueName>nightjar:confidence</valueName>
<value>0.45</value>
</parameter>
<parameter>
<valueName>nightjar:peopleNear</valueName>
<value>12000</value>
</parameter>
<area>
<areaDesc>Mosul, east</areaDesc>
<circle>36.345,43.145 2.08</circle>
</area>
</info>
</alert>`)
    expect(validateCap(xml)).toEqual([])
  })

  test('carries confidence and people near in every language', () => {
    const xml = renderCap(sampleWarning())
    expect(contents(xml, `//cap:parameter[cap:valueName='${PARAMETER_CONFIDENCE}']/cap:value`))
      .toEqual(['0.45', '0.45', '0.45'])
    expect(contents(xml, `//cap:parameter[cap:valueName='${PARAMETER_PEOPLE_NEAR}']/cap:value`))
      .toEqual(['12000', '12000', '12000'])
    expect(validateCap(xml, { languages: ['en', 'ar', 'ckb'] })).toEqual([])
  })

  test('closes a polygon and names its geocodes', () => {
    const polygon = [{ lat: 36.3, lon: 43.1 }, { lat: 36.4, lon: 43.1 }, { lat: 36.4, lon: 43.2 }]
    const geocode = [{ name: 'COD-AB', value: 'IQG15' }]
    const xml = renderCap(withInfo({ area: { desc: 'Mosul', polygon, geocode } }))
    const [points] = contents(xml, '//cap:polygon')
    expect(points?.split(' ')).toHaveLength(4)
    expect(points?.split(' ').at(0)).toBe(points?.split(' ').at(-1))
    expect(contents(xml, '//cap:geocode/cap:value')).toEqual(['IQG15'])
    expect(validateCap(xml)).toEqual([])
  })

  test('an update names what it follows; a restricted one says the rule', () => {
    const references = [
      { sender: 'a@b.example', identifier: 'one', sent: '2026-11-22T10:00:00Z' },
      { sender: 'a@b.example', identifier: 'two', sent: '2026-11-22T11:00:00Z' },
    ]
    const xml = renderCap(sampleWarning({ msgType: 'Update', references, scope: 'Restricted',
      restriction: 'TLP:AMBER' }))
    expect(contents(xml, '/cap:alert/cap:references'))
      .toEqual(['a@b.example,one,2026-11-22T10:00:00-00:00 a@b.example,two,2026-11-22T11:00:00-00:00'])
    expect(contents(xml, '/cap:alert/cap:restriction')).toEqual(['TLP:AMBER'])
    expect(validateCap(xml)).toEqual([])
  })
})

describe('a warning is refused', () => {
  const area = { desc: 'Mosul' }
  test.each<[string, Warning, ReleaseErrorCode, string]>([
    ['without confidence', sampleWarning({ confidence: Number.NaN }), 'RELEASE_NO_CONFIDENCE', 'confidence'],
    ['surer than sure', sampleWarning({ confidence: 1.1 }), 'RELEASE_NO_CONFIDENCE', '0 to 1'],
    ['without people near', sampleWarning({ peopleNear: Number.NaN }), 'RELEASE_NO_PEOPLE', 'people known to be near'],
    ['with half a person', sampleWarning({ peopleNear: 0.5 }), 'RELEASE_NO_PEOPLE', 'whole number'],
    ['without a language', sampleWarning({ info: [] }), 'RELEASE_FIELD', 'info: at least one'],
    ['with a comma in its sender', sampleWarning({ sender: 'a,b' }), 'RELEASE_FIELD', 'sender: '],
    ['with a blank in its identifier', sampleWarning({ identifier: 'a b' }), 'RELEASE_FIELD', 'identifier: '],
    ['with an ampersand in its identifier', sampleWarning({ identifier: 'a&b' }), 'RELEASE_FIELD', 'identifier: '],
    ['as an update of nothing', sampleWarning({ msgType: 'Update' }), 'RELEASE_REFERENCES', 'names the warnings'],
    ['as a cancellation of nothing', sampleWarning({ msgType: 'Cancel' }), 'RELEASE_REFERENCES', 'names the warnings'],
    ['restricted without a rule', sampleWarning({ scope: 'Restricted' }), 'RELEASE_FIELD', 'restriction: '],
    ['sent at no time', sampleWarning({ sent: 'yesterday' }), 'RELEASE_TIME', 'sent: expected ISO 8601'],
    ['sent before 1970', sampleWarning({ sent: '1969-12-31T23:59:59Z' }), 'RELEASE_TIME', 'sent: expected ISO 8601'],
    ['expired when sent', withInfo({ expires: '2026-11-22T15:16:00Z' }), 'RELEASE_TIME', 'expires: must be after sent'],
    ['begun after its end', withInfo({ onset: '2026-11-24T00:00:00Z' }), 'RELEASE_TIME', 'onset: must be before'],
    ['without words', withInfo({ headline: ' \u202e\t ' }), 'RELEASE_FIELD', 'headline: is empty'],
    ['with a headline of 161 characters', withInfo({ headline: 'x'.repeat(161) }), 'RELEASE_FIELD',
      'headline: 161 characters'],
    ['nowhere', withInfo({ area }), 'RELEASE_AREA', 'a circle, a polygon or a geocode'],
    ['north of the pole', withInfo({ area: { ...area, circle: { lat: 90.01, lon: 0, radius_m: 1 } } }),
      'RELEASE_AREA', 'lat must be'],
    ['in a circle of nothing', withInfo({ area: { ...area, circle: { lat: 0, lon: 0, radius_m: 0 } } }),
      'RELEASE_AREA', 'radius_m'],
    ['in a line', withInfo({ area: { ...area, polygon: [{ lat: 0, lon: 0 }, { lat: 1, lon: 1 }] } }), 'RELEASE_AREA',
      'three'],
  ])('%s', (_what, warning, code, words) => {
    expect(failure(() => renderCap(warning))).toEqual({ code, message: expect.stringContaining(words) })
  })

  test.each<[string, unknown, ReleaseErrorCode, string]>([
    ['no object', 'x', 'RELEASE_SHAPE', 'not a warning'],
    ['no confidence', { ...sampleWarning(), confidence: undefined }, 'RELEASE_NO_CONFIDENCE', 'a number from 0 to 1'],
    ['no people', { ...sampleWarning(), peopleNear: '12' }, 'RELEASE_NO_PEOPLE', 'a whole number'],
    ['an unknown field', { ...sampleWarning(), target: 'x' }, 'RELEASE_SHAPE', 'not a warning'],
    ['an unknown status', { ...sampleWarning(), status: 'Real' }, 'RELEASE_SHAPE', '/status'],
  ])('as JSON with %s', (_what, json, code, words) => {
    expect(failure(() => parseWarning(json))).toEqual({ code, message: expect.stringContaining(words) })
  })
})

const nasty = fc.constantFrom(
  '<script>alert(1)</script>', ']]>', '<![CDATA[', '&amp;', '&#0;', '<!--', '-->', '\u0000', '\u0007', '\u001b[31m',
  '\r\n', '\u0085',
  '\u202e', '\u202a', '\u2066', '\u2069', '\u2067', '\u200f', '\ufffe', '\uffff', '\ufdd0', '\ud800', '\udc00', '😀',
  '𐤀', '\u{1fffe}',
  '<?xml?>', '"', '\'', '</alert>', 'سيارة', 'ئۆتۆمبێل',
)
const anyText = fc.array(fc.oneof(nasty, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 8 })
  .map((parts) => parts.join(''))
const told = anyText.map((text) => `w${text}`)

describe('text in every field', () => {
  test('gives a valid document, or is refused by name', () => {
    fc.assert(fc.property(fc.record({
      event: told, headline: told, description: told, instruction: told, contact: told,
      area: fc.record({ desc: told, circle: fc.constant({ lat: 1, lon: 2, radius_m: 5000 }),
        geocode: fc.array(fc.record({ name: told, value: told }), { maxLength: 2 }) }),
    }), (fields) => {
      const xml = renderCap(withInfo(fields))
      expect(validateCap(xml)).toEqual([])
      expect(contents(xml, '//cap:headline')).toEqual([cleanText(fields.headline)])
      expect(contents(xml, '//cap:areaDesc')).toEqual([cleanText(fields.area.desc)])
      expect(contents(xml, '//*')).toHaveLength(contents(renderCap(withInfo({ ...sampleInfo(), area: {
        ...fields.area, geocode: fields.area.geocode.map(() => ({ name: 'n', value: 'v' })) } })), '//*').length)
    }))
  })

  test('identifiers and senders are written as they are or refused', () => {
    fc.assert(fc.property(anyText, anyText, (identifier, sender) => {
      const outcome = failure(() => {
        const xml = renderCap(sampleWarning({ identifier, sender }))
        expect(validateCap(xml)).toEqual([])
        expect(contents(xml, '/cap:alert/cap:identifier')).toEqual([identifier])
      })
      expect(['nothing thrown', 'RELEASE_FIELD']).toContain(typeof outcome === 'string' ? outcome : outcome.code)
    }))
  })

  test('never an override, an open isolate, a control or half a character', () => {
    fc.assert(fc.property(anyText, (text) => {
      const clean = cleanText(text)
      expect(clean).not.toMatch(/[\u202a-\u202e]|(?![\t\n])\p{Cc}|\p{Noncharacter_Code_Point}/u)
      expect(clean.isWellFormed()).toBe(true)
      for (const line of clean.split('\n')) expect(isolateDepths(line)).toEqual({ lowest: 0, last: 0 })
      expect(cleanText(clean)).toBe(clean)
    }))
  })
})

function isolateDepths(line: string): { lowest: number; last: number } {
  let last = 0
  let lowest = 0
  for (const character of line) {
    if (/[\u2066-\u2068]/u.test(character)) last += 1
    if (character === '\u2069') last -= 1
    lowest = Math.min(lowest, last)
  }
  return { lowest, last }
}

test('certainty is the less sure of credibility and probability', () => {
  const table = ([1, 2, 3, 4, 5, 6] as const)
    .map((credibility) => [0.95, 0.7, 0.3, 0.05].map((p) => certaintyOf(credibility, p)))
  expect(table).toEqual([
    ['Observed', 'Likely', 'Possible', 'Unlikely'],
    ['Likely', 'Likely', 'Possible', 'Unlikely'],
    ['Possible', 'Possible', 'Possible', 'Unlikely'],
    ['Possible', 'Possible', 'Possible', 'Unlikely'],
    ['Unlikely', 'Unlikely', 'Unlikely', 'Unlikely'],
    ['Unknown', 'Unknown', 'Unknown', 'Unknown'],
  ])
  expect(certaintyOf(1, Number.NaN)).toBe('Unknown')
})
