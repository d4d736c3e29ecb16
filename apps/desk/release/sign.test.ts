import { createPublicKey, createVerify, X509Certificate } from 'node:crypto'
import { XmlC14NMode, XmlDocument } from 'libxml2-wasm'
import { describe, expect, test } from 'vitest'
import { renderCap, XML_DECLARATION } from './cap.ts'
import { ReleaseError } from './errors.ts'
import { sampleInfo, sampleKey, sampleWarning } from './sample.ts'
import { signCap, verifyCap } from './sign.ts'
import { validateCap } from './validate.ts'

const key = sampleKey()
const other = sampleKey()
const { validFromDate } = new X509Certificate(key.certificatePem)

/** Sent when the test's certificate is valid. */
function current(): string {
  const sent = new Date(validFromDate.getTime() + 60_000)
  const at = (hours: number) => new Date(sent.getTime() + hours * 3_600_000).toISOString()
  const info = [{ ...sampleInfo(), onset: at(0), expires: at(12) }]
  return renderCap(sampleWarning({ sent: at(0), info }))
}

const plain = current()
const signed = signCap(plain, key)
const signature = signed.slice(signed.indexOf('<Signature '), signed.lastIndexOf('</alert>'))

const codeOf = (xml: string, certificate = key.certificatePem) => verifyCap(xml, certificate).code

describe('a signed warning', () => {
  test('verifies, is valid CAP, and what is read is what was rendered', () => {
    expect(verifyCap(signed, key.certificatePem)).toEqual({ ok: true, code: 'CAP_SIGNATURE_OK', signed: plain })
    expect(validateCap(signed)).toEqual([])
  })

  test('verifies in three languages with text that has to be escaped', () => {
    const words = 'a < b & c > d "e" \u2067سيارة\u2069 😀\n\ttab'
    const info = sampleWarning().info
      .map((each) => ({ ...each, description: words, onset: '2020-01-01T00:00:00Z', expires: '2099-01-01T00:00:00Z' }))
    const xml = renderCap(sampleWarning({ sent: new Date(validFromDate.getTime() + 60_000).toISOString(), info }))
    expect(verifyCap(signCap(xml, key), key.certificatePem))
      .toEqual({ ok: true, code: 'CAP_SIGNATURE_OK', signed: xml })
  })

  test('is accepted by a checker that shares no code with the signer', () => {
    const document = XmlDocument.fromString(signed)
    const [info] = document.find('//*[local-name()="SignedInfo"]')
    const canonical = info?.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 }) ?? ''
    const value = document.find('//*[local-name()="SignatureValue"]')[0]?.content ?? ''
    document.dispose()
    const publicKey = createPublicKey(key.certificatePem)
    expect(createVerify('RSA-SHA256').update(canonical).verify(publicKey, value, 'base64')).toBe(true)
  })
})

describe('a signature is refused', () => {
  test('by another certificate', () => {
    expect(codeOf(signed, other.certificatePem)).toBe('CAP_SIGNATURE_FORM')
    const exchanged = signed.replace(base64Of(key.certificatePem), base64Of(other.certificatePem))
    expect(codeOf(exchanged, other.certificatePem)).toBe('CAP_SIGNATURE_WRONG')
  })

  test('when there is none, or no certificate to check with', () => {
    expect(verifyCap(plain, key.certificatePem))
      .toEqual({ ok: false, code: 'CAP_SIGNATURE_NONE', message: 'the warning is not signed' })
    expect(codeOf(signed, 'no certificate')).toBe('CAP_CERTIFICATE')
    expect(codeOf(signed, sampleKey('ed25519').certificatePem)).toBe('CAP_CERTIFICATE')
    expect(codeOf('', key.certificatePem)).toBe('CAP_SIGNATURE_FORM')
  })

  test('when the warning was sent outside the certificate\'s time', () => {
    const early = renderCap(sampleWarning({ sent: '2020-01-01T00:00:00Z' }))
    expect(verifyCap(signCap(early, key), key.certificatePem))
      .toEqual({ ok: false, code: 'CAP_CERTIFICATE_TIME',
        message: 'the warning was sent when its certificate was not valid' })
  })

  test('after any change of any octet', () => {
    const octets = Buffer.from(signed)
    const passed: number[] = []
    for (let at = 0; at < octets.length; at += 1) {
      const kept = octets[at] ?? 0
      octets[at] = kept ^ (1 << (at % 8))
      const first = codeOf(octets.toString('utf8'))
      octets[at] = kept === 0x20 ? 0x0a : 0x20
      const second = codeOf(octets.toString('utf8'))
      octets[at] = kept
      if (first === 'CAP_SIGNATURE_OK' || second === 'CAP_SIGNATURE_OK') passed.push(at)
    }
    expect(passed).toEqual([])
    expect(codeOf(octets.toString('utf8'))).toBe('CAP_SIGNATURE_OK')
  }, 120_000)

  test('after any octet is cut or doubled', () => {
    const passed: number[] = []
    for (let at = 0; at < signed.length; at += 7) {
      const cut = signed.slice(0, at) + signed.slice(at + 1)
      const doubled = signed.slice(0, at + 1) + signed.slice(at)
      if (codeOf(cut) === 'CAP_SIGNATURE_OK' || codeOf(doubled) === 'CAP_SIGNATURE_OK') passed.push(at)
    }
    expect(passed).toEqual([])
  }, 60_000)
})

const into = (xml: string, more: string) => xml.replace('</alert>', `${more}</alert>`)

describe('wrapping and dressing up', () => {
  const evil = plain.replace('Keep away from this area.', 'Come to the market.')
  const inner = plain.slice(XML_DECLARATION.length)
  const swap = (from: string, to: string) => {
    if (!signed.includes(from)) throw new Error(`the signed sample has no ${from}`)
    return signed.replace(from, to)
  }
  test.each<[string, string, string]>([
    ['the signature of one warning on another', into(evil, signature), 'CAP_SIGNATURE_WRONG'],
    ['the signed warning inside another', into(evil, signed.slice(XML_DECLARATION.length)), 'CAP_SIGNATURE_MANY'],
    ['the signed warning kept inside the signature',
      into(evil, signature.replace('</Signature>', `<Object>${inner}</Object></Signature>`)), 'CAP_SIGNATURE_FORM'],
    ['two signatures', into(signed, signature), 'CAP_SIGNATURE_MANY'],
    ['a second signature in another namespace', into(signed, '<Signature xmlns="urn:x"></Signature>'),
      'CAP_SIGNATURE_MANY'],
    ['a signature not at the end', signed.replace(signature, '').replace('<info>', `${signature}<info>`),
      'CAP_SIGNATURE_MANY'],
    ['a signature inside info', signed.replace(signature, '').replace('</info>', `${signature}</info>`),
      'CAP_SIGNATURE_MANY'],
    ['a second info after signing', signed.replace(signature, `<info></info>${signature}`), 'CAP_SIGNATURE_WRONG'],
    ['a reference to one element', swap('<Reference URI="">', '<Reference URI="#x">'), 'CAP_SIGNATURE_FORM'],
    ['no reference at all', signed.replace(/<Reference .*<\/Reference>/u, ''), 'CAP_SIGNATURE_FORM'],
    ['two references', signed.replace(/(<Reference .*<\/Reference>)/u, '$1$1'), 'CAP_SIGNATURE_FORM'],
    ['SHA-1', swap('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'http://www.w3.org/2000/09/xmldsig#rsa-sha1'),
      'CAP_SIGNATURE_FORM'],
    ['HMAC with the certificate as its key',
      swap('http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', 'http://www.w3.org/2000/09/xmldsig#hmac-sha1'),
        'CAP_SIGNATURE_FORM'],
    ['a transform that drops what it likes',
      swap('http://www.w3.org/2000/09/xmldsig#enveloped-signature', 'http://www.w3.org/TR/1999/REC-xslt-19991116'),
        'CAP_SIGNATURE_FORM'],
    ['a comment that splits a word', swap('Keep away', 'Keep<!-- --> away'), 'CAP_SIGNATURE_WRONG'],
    ['a comment in the digest', signed.replace(/(<DigestValue>....)/u, '$1<!-- -->'), 'CAP_SIGNATURE_FORM'],
    ['an instruction for the reader', swap('<info>', '<?show other?><info>'), 'CAP_SIGNATURE_WRONG'],
    ['an instruction after the end', `${signed}\n<?show other?>`, 'CAP_SIGNATURE_WRONG'],
    ['a comment after the end', `${signed}\n<!-- x -->`, 'CAP_SIGNATURE_WRONG'],
    ['blanks after the end', `${signed}\n`, 'CAP_SIGNATURE_FORM'],
    ['a byte order mark', `\ufeff${signed}`, 'CAP_SIGNATURE_FORM'],
    ['CDATA for the same words', swap('Keep away', '<![CDATA[Keep]]> away'), 'CAP_SIGNATURE_FORM'],
    ['single quotes', swap('URI=""', `URI=''`), 'CAP_SIGNATURE_FORM'],
    ['a doctype', swap('<alert', '<!DOCTYPE alert><alert'), 'CAP_SIGNATURE_FORM'],
    ['base64 with loose bits', looseBits(), 'CAP_SIGNATURE_FORM'],
    ['another key information', signed.replace(/<KeyInfo>.*<\/KeyInfo>/u, ''), 'CAP_SIGNATURE_FORM'],
  ])('%s', (_what, xml, code) => {
    expect(verifyCap(xml, key.certificatePem)).toEqual({ ok: false, code, message: expect.any(String) })
  })
})

/** The last letter before "=" has bits that decoders ignore. */
function looseBits(): string {
  return signed.replace(/(.)(=<\/DigestValue>)/u, (_all, letter: string, rest: string) =>
    String.fromCharCode(letter.charCodeAt(0) + 1) + rest)
}

function base64Of(pem: string): string {
  return new X509Certificate(pem).raw.toString('base64')
}

function refusal(xml: string, pair = key): string {
  try {
    signCap(xml, pair)
    return 'signed'
  } catch (error) {
    return error instanceof ReleaseError ? `${error.code} ${error.message}` : String(error)
  }
}

const parameter = (name: string) => new RegExp(`<parameter>\\n<valueName>${name}</valueName>[^]*?</parameter>\\n`, 'u')

describe('signing is refused', () => {
  test.each<[string, string, string]>([
    ['of a warning whose confidence was taken out', plain.replace(parameter('nightjar:confidence'), ''),
      'RELEASE_NO_CONFIDENCE every info'],
    ['of a warning whose confidence was emptied', plain.replace('<value>0.45</value>', '<value></value>'),
      'RELEASE_NO_CONFIDENCE every info'],
    ['of a warning whose people were taken out', plain.replace(parameter('nightjar:peopleNear'), ''),
      'RELEASE_NO_PEOPLE every info'],
    ['of what is signed already', signed, 'RELEASE_XML only an unsigned'],
    ['of XML in another form', plain.replace('<info>', '<info >'), 'RELEASE_XML only an unsigned'],
    ['of another document', '<a></a>', 'RELEASE_XML only an unsigned'],
  ])('%s', (_what, xml, words) => {
    expect(refusal(xml)).toContain(words)
  })

  test('with a key that does not fit, is too small or of another kind', () => {
    expect(refusal(plain, { ...key, privateKeyPem: other.privateKeyPem }))
      .toBe('RELEASE_KEY the private key is not the one in the certificate')
    expect(refusal(plain, { ...key, privateKeyPem: 'none' }))
      .toBe('RELEASE_KEY the private key is not the one in the certificate')
    expect(refusal(plain, sampleKey('rsa:1024')))
      .toBe('RELEASE_KEY the certificate must be PEM and hold an RSA key of at least 2048 bits')
    expect(refusal(plain, sampleKey('ed25519')))
      .toBe('RELEASE_KEY the certificate must be PEM and hold an RSA key of at least 2048 bits')
  })
})
