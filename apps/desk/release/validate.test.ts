import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { renderCap } from './cap.ts'
import { sampleInfo, sampleKey, sampleWarning } from './sample.ts'
import { signCap } from './sign.ts'
import { validateCap } from './validate.ts'

const good = renderCap(sampleWarning({ info: [sampleInfo()] }))

/** The good warning with one thing changed; fails loudly if there was nothing to change. */
function changed(from: string, to: string): string {
  if (!good.includes(from)) throw new Error(`the sample has no ${from}`)
  return good.replace(from, to)
}

const after = (name: string, more: string) => changed(`</${name}>`, `</${name}>${more}`)
const before = (name: string, more: string) => changed(`<${name}>`, `${more}<${name}>`)
const without = (name: string) => good.replace(new RegExp(`<${name}>[^]*?</${name}>\n`, 'u'), '')

const RESOURCE = '<resource><resourceDesc>map</resourceDesc><mimeType>image/png</mimeType></resource>'
const GEOCODE = '<geocode><valueName>n</valueName><value>v</value></geocode>'
const SIGNATURE = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"></Signature>'
const ALTERED_TEXT = good.replace('Mosul', 'Mosul &amp; around &#x202c;')

const VALID: Record<string, string> = {
  'the sample': good,
  'three languages': renderCap(sampleWarning()),
  'signed': signCap(good, sampleKey()),
  'without info': without('info'),
  'without language': without('language'),
  'an empty language, which means the default': changed('<language>en</language>', '<language/>'),
  'two categories': after('category', '<category>Safety</category>'),
  'no response type': without('responseType'),
  'three response types': after('responseType',
    '<responseType>Shelter</responseType><responseType>None</responseType>'),
  'every optional part of alert': changed('</scope>',
    '</scope><restriction>r</restriction><addresses>a</addresses><code>1</code>'
    + '<code>2</code><note>n</note><references>a,b,2026-11-22T10:00:00-00:00</references><incidents>i</incidents>'),
  'source before scope': before('scope', '<source>operator</source>'),
  'audience and event code': after('certainty',
    '<audience>all</audience><eventCode><valueName>n</valueName><value>v</value></eventCode>'),
  'sender name': after('expires', '<senderName>the line</senderName>'),
  'web': before('contact', '<web>https://nightjar.example/a?b=c</web>'),
  'a resource': before('area', RESOURCE),
  'a resource with everything': before('area',
    RESOURCE.replace('</mimeType>', '</mimeType><size>-0</size><uri>a b</uri>'
    + '<derefUri>x</derefUri><digest>00</digest>')),
  'no area': without('area'),
  'two areas': after('area', '<area><areaDesc>there</areaDesc></area>'),
  'polygons, circles, geocodes, heights': after('circle',
    `<circle>0,0 1</circle>${GEOCODE}${GEOCODE}<altitude>1.5</altitude><ceiling>2</ceiling>`),
  'an empty signature': changed('</alert>', `${SIGNATURE}</alert>`),
  'other offsets': changed('15:16:00-00:00</sent>', '18:16:00+03:00</sent>'),
  'a comment': changed('<info>', '<!-- a comment --><info>'),
  'CDATA': changed('Mosul, east', '<![CDATA[Mosul & around]]>'),
  'a prefix': good.replaceAll(/<(\/?)([a-z])/giu, '<$1cap:$2').replace('xmlns=', 'xmlns:cap=').replace('<cap:?xml',
    '<?xml'),
  'entities and references of characters': ALTERED_TEXT,
}

const INVALID: Record<string, string> = {
  'another namespace': changed('cap:1.2', 'cap:1.1'),
  'no namespace': changed(' xmlns="urn:oasis:names:tc:emergency:cap:1.2"', ''),
  'another root': good.replace('<alert', '<warning').replace('</alert>', '</warning>'),
  'an unknown element': after('scope', '<target>none</target>'),
  'an unknown attribute': changed('<info>', '<info id="1">'),
  'words between elements': changed('<info>', 'words<info>'),
  'no identifier': without('identifier'),
  'no sender': without('sender'),
  'no sent': without('sent'),
  'no status': without('status'),
  'no message type': without('msgType'),
  'no scope': without('scope'),
  'two scopes': after('scope', '<scope>Public</scope>'),
  'elements out of order': good.replace(/(<status>.*<\/status>)\n(<msgType>.*<\/msgType>)/u, '$2\n$1'),
  'an unknown status': changed('Exercise', 'Drill'),
  'a status in small letters': changed('Exercise', 'exercise'),
  'blanks round a status': changed('Exercise', ' Exercise '),
  'an unknown message type': changed('<msgType>Alert', '<msgType>Warning'),
  'an unknown scope': changed('Public', 'Everyone'),
  'an unknown category': changed('Security', 'Military'),
  'no category': without('category'),
  'no event': without('event'),
  'an unknown response type': changed('<responseType>Avoid', '<responseType>Attack'),
  'an unknown urgency': changed('Immediate', 'Now'),
  'an unknown severity': changed('Extreme', 'Huge'),
  'an unknown certainty': changed('Possible', 'VeryLikely'),
  'a time with Z': changed('15:16:00-00:00</sent>', '15:16:00Z</sent>'),
  'a time without offset': changed('15:16:00-00:00</sent>', '15:16:00</sent>'),
  'a time with a comma for its sign': changed('15:16:00-00:00</sent>', '15:16:00,00:00</sent>'),
  'a time with fractions': changed('15:16:00-00:00</sent>', '15:16:00.5-00:00</sent>'),
  'a day that is none': changed('<sent>2026-11-22', '<sent>2026-02-30'),
  'an hour that is none': changed('<sent>2026-11-22T15', '<sent>2026-11-22T25'),
  'an offset that is none': changed('15:16:00-00:00</sent>', '15:16:00-25:00</sent>'),
  'a language that is none': changed('>en<', '>english language<'),
  'a parameter without value': good.replace('<value>0.45</value>\n', ''),
  'a parameter turned round': good.replace(/(<valueName>.*)\n(<value>.*)/u, '$2\n$1'),
  'an area without words': without('areaDesc'),
  'an altitude in words': after('circle', '<altitude>high</altitude>'),
  'a ceiling before its altitude': after('circle', '<ceiling>2</ceiling><altitude>1</altitude>'),
  'a size with a fraction': before('area', RESOURCE.replace('</mimeType>', '</mimeType><size>1.5</size>')),
  'a resource after the area': after('area', RESOURCE),
  'a signature of another namespace': changed('</alert>', '<Signature xmlns="urn:other"/></alert>'),
}

describe('our own schema', () => {
  test.each(Object.entries(VALID))('accepts %s', (_what, xml) => {
    expect(validateCap(xml).filter(({ code }) => code === 'CAP_SCHEMA')).toEqual([])
  })

  test.each(Object.entries(INVALID))('refuses %s', (_what, xml) => {
    const [first] = validateCap(xml)
    expect(first).toEqual({ code: 'CAP_SCHEMA', message: expect.stringMatching(/^line \d+: /u) })
  })
})

const official = fileURLToPath(new URL('../../../../shared/data/cap/CAP-v1.2.xsd', import.meta.url))

describe.skipIf(!existsSync(official))('the official schema (skipped where ../shared/data/cap is absent)', () => {
  test.each([...Object.entries(VALID), ...Object.entries(INVALID)])('gives the same verdict on %s', (_what, xml) => {
    const bySchema = (schema?: string) => validateCap(xml, schema === undefined ? {} : { schema })
      .some(({ code }) => code === 'CAP_SCHEMA')
    expect(bySchema(official)).toBe(bySchema())
  })
})

const polygon = (text: string) => before('circle', `<polygon>${text}</polygon>`)

describe('beyond a schema', () => {
  const circle = (text: string) => changed('36.345,43.145 2.08', text)
  test.each<[string, string, string, string]>([
    ['a blank in the identifier', changed('nightjar-0011', 'nightjar 0011'), 'CAP_IDENTIFIER', 'identifier: no blanks'],
    ['an ampersand in the identifier', changed('nightjar-0011', 'nightjar&amp;0011'), 'CAP_IDENTIFIER',
      'identifier: no blanks'],
    ['an empty identifier', good.replace(/(<identifier>)[^<]*/u, '$1'), 'CAP_IDENTIFIER', 'not empty'],
    ['a comma in the sender', changed('line@', 'line,@'), 'CAP_SENDER', 'sender: no blanks'],
    ['a < in the sender', changed('line@', 'line&lt;@'), 'CAP_SENDER', 'sender: no blanks'],
    ['an update of nothing', changed('>Alert<', '>Update<'), 'CAP_REFERENCES', 'names what it follows'],
    ['a cancellation of nothing', changed('>Alert<', '>Cancel<'), 'CAP_REFERENCES', 'names what it follows'],
    ['a reference without a time', after('scope', '<references>a,b</references>'), 'CAP_REFERENCES',
      'expected sender,identifier,sent'],
    ['a reference with Z', after('scope', '<references>a,b,2026-11-22T10:00:00Z</references>'), 'CAP_REFERENCES',
      'expected sender'],
    ['restricted without a rule', changed('Public', 'Restricted'), 'CAP_SCOPE', 'restriction: needed'],
    ['private without addressees', changed('Public', 'Private'), 'CAP_SCOPE', 'addresses: needed'],
    ['an alert without info', without('info'), 'CAP_NO_INFO', 'info: an Alert or Update'],
    ['a language by name', changed('>en<', '>arab-ic-x<'), 'CAP_LANGUAGE', 'language: not a tag'],
    ['expired when sent', without('onset').replace('<expires>2026-11-23', '<expires>2026-11-21'), 'CAP_EXPIRES',
      'after sent'],
    ['expired in another offset',
      changed('2026-11-23T03:00:00-00:00</expires>', '2026-11-22T18:16:00+03:00</expires>'), 'CAP_EXPIRES',
        'after sent'],
    ['begun after its end', changed('<onset>2026-11-22', '<onset>2026-11-24'), 'CAP_ONSET', 'before expires'],
    ['an open polygon', polygon('0,0 0,1 1,1 1,0'), 'CAP_POLYGON', 'the last the same'],
    ['a polygon of three', polygon('0,0 0,1 0,0'), 'CAP_POLYGON', 'at least 4 points'],
    ['an empty polygon', polygon(''), 'CAP_POLYGON', 'at least 4 points'],
    ['a polygon of words', polygon('a b c a'), 'CAP_POLYGON', 'expected lat,lon'],
    ['a polygon beyond the pole', polygon('0,0 91,0 0,1 0,0'), 'CAP_POSITION', 'polygon: latitude'],
    ['longitude first', polygon('43,36 43,181 44,36 43,36'), 'CAP_POSITION', 'polygon: latitude'],
    ['a circle without radius', circle('36.3,43.1'), 'CAP_CIRCLE', 'expected lat,lon radius'],
    ['a circle of less than nothing', circle('36.3,43.1 -1'), 'CAP_CIRCLE', 'expected lat,lon radius'],
    ['a circle with an exponent', circle('36.3,43.1 1e3'), 'CAP_CIRCLE', 'expected lat,lon radius'],
    ['a circle with a blank in its centre', circle('36.3, 43.1 1'), 'CAP_CIRCLE', 'expected lat,lon radius'],
    ['a circle beyond the pole', circle('-90.5,43.1 1'), 'CAP_POSITION', 'circle: latitude'],
    ['a ceiling without altitude', after('circle', '<ceiling>2</ceiling>'), 'CAP_CEILING', 'together with altitude'],
    ['a signature before info', changed('<info>', `${SIGNATURE}<info>`), 'CAP_SIGNATURE_PLACE', 'last in alert'],
    ['an override', changed('Keep away', 'Keep \u202eaway'), 'CAP_TEXT', 'overrides'],
    ['an override as a reference', changed('Keep away', 'Keep &#x202E;away'), 'CAP_TEXT', 'overrides'],
  ])('%s', (_what, xml, code, words) => {
    expect(validateCap(xml)).toEqual([{ code, message: expect.stringContaining(words) }])
  })

  test('a language that was asked for and is not there', () => {
    expect(validateCap(good, { languages: ['en', 'ar'] }))
      .toEqual([{ code: 'CAP_LANGUAGE_MISSING', message: 'info: none in the language ar' }])
  })

  test.each(['en', 'en-US', 'ckb', 'ku-Arab-IQ', 'zh-cmn-Hans-CN', 'de-CH-1901', 'es-419', 'ar-x-plain', 'x-line',
    'i-klingon'])(
    'takes the language %s', (tag) => {
      expect(validateCap(changed('>en<', `>${tag}<`))).toEqual([])
    })
})

describe('harm', () => {
  const doctype = (inner: string) => changed('<alert', `<!DOCTYPE alert ${inner}><alert`)
  const laughs = doctype('[<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]').replace('Mosul', '&b;')
  test.each<[string, string, string]>([
    ['nothing', '', 'CAP_NOT_WELL_FORMED'],
    ['text', 'hello', 'CAP_NOT_WELL_FORMED'],
    ['a cut file', good.slice(0, 400), 'CAP_NOT_WELL_FORMED'],
    ['two roots', `${good}<alert/>`, 'CAP_NOT_WELL_FORMED'],
    ['a NUL', changed('Mosul', 'Mo\u0000sul'), 'CAP_NOT_WELL_FORMED'],
    ['a NUL as a reference', changed('Mosul', 'Mo&#0;sul'), 'CAP_NOT_WELL_FORMED'],
    ['half a character', changed('Mosul', 'Mo\ud800sul'), 'CAP_ENCODING'],
    ['entities', laughs, 'CAP_DTD'],
    ['an outside file', doctype('SYSTEM "file:///etc/passwd"'), 'CAP_DTD'],
    ['a small-letter doctype', changed('<alert', '<!doctype alert><alert'), 'CAP_DTD'],
    ['UTF-16', changed('encoding="UTF-8"', 'encoding="UTF-16"'), 'CAP_ENCODING'],
    ['UTF-7', changed('encoding="UTF-8"', `encoding='UTF-7'`), 'CAP_ENCODING'],
    ['half a megabyte', changed('Mosul', 'M'.repeat(512 * 1024)), 'CAP_SIZE'],
    ['three hundred levels', changed('<info>', '<info>'.repeat(300)), 'CAP_NOT_WELL_FORMED'],
  ])('%s is one problem', (_what, xml, code) => {
    expect(validateCap(xml)).toEqual([{ code, message: expect.any(String) }])
  })

  test('a schema that is not there is an error, not a verdict', () => {
    expect(() => validateCap(good, { schema: '/nowhere/cap.xsd' })).toThrow('ENOENT')
  })
})
