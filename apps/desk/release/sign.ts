/**
 * Signing a CAP warning and checking a signature: one enveloped XMLDSig over the whole document (CAP 1.2, 3.3.2.1),
 * RSA-SHA256, exclusive canonical XML, so that a warning can be lifted into a feed and out again.
 *
 * XMLDSig is easily fooled into approving one part of a document while another is read. verifyCap therefore accepts
 * exactly one form, the one signCap writes: the declaration and then canonical XML, one Signature as the last child
 * of alert, one Reference to the whole document, these algorithms and no others, no comment, no instruction, no DTD.
 * What it returns is the text that was signed; read that, not the file.
 */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import type { XmlDocument, XmlNode } from 'libxml2-wasm'
import { SignedXml } from 'xml-crypto'
import { CAP_NAMESPACE, PARAMETER_CONFIDENCE, PARAMETER_PEOPLE_NEAR, XML_DECLARATION } from './cap.ts'
import { ReleaseError } from './errors.ts'
import { canonicalText, withDocument } from './xml.ts'

const DSIG = 'http://www.w3.org/2000/09/xmldsig#'
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature'
const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#'
const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256'
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256'

/** Why a signature does not hold. One code for anything that cryptography refuses. */
export type VerifyCode =
  | 'CAP_SIGNATURE_NONE' // there is no signature
  | 'CAP_SIGNATURE_MANY' // more than one, or not where it belongs
  | 'CAP_SIGNATURE_FORM' // not the one form that is accepted
  | 'CAP_SIGNATURE_WRONG' // the words or the signature were changed, or another key made it
  | 'CAP_CERTIFICATE' // the certificate given cannot check warnings
  | 'CAP_CERTIFICATE_TIME' // the warning was sent when the certificate was not valid

export type Verified =
  | { ok: true; code: 'CAP_SIGNATURE_OK'; signed: string }
  | { ok: false; code: VerifyCode; message: string }

export interface SigningKey { privateKeyPem: string; certificatePem: string }

/**
 * Takes what renderCap wrote. Throws RELEASE_XML for anything else, RELEASE_KEY if key and certificate do not fit,
 * RELEASE_NO_CONFIDENCE or RELEASE_NO_PEOPLE if somebody took those out in between.
 */
export function signCap(xml: string, key: SigningKey): string {
  assertKey(key)
  assertPlainCap(xml)
  const signer = new SignedXml({
    privateKey: key.privateKeyPem, publicCert: key.certificatePem,
    signatureAlgorithm: RSA_SHA256, canonicalizationAlgorithm: EXCLUSIVE_C14N,
  })
  signer.addReference({
    xpath: '/*', isEmptyUri: true, digestAlgorithm: SHA256, transforms: [ENVELOPED, EXCLUSIVE_C14N],
  })
  signer.computeSignature(xml.slice(XML_DECLARATION.length))
  const signed = withDocument(signer.getSignedXml(), canonicalText)
  if (!signed.ok) throw new ReleaseError('RELEASE_XML', `the signed warning does not parse: ${signed.message}`)
  return XML_DECLARATION + signed.value
}

/** Never throws. The certificate is the reader's own, pinned; the one inside the file is only compared with it. */
export function verifyCap(xml: string, certificatePem: string): Verified {
  const certificate = readCertificate(certificatePem)
  if (certificate === undefined) return refused('CAP_CERTIFICATE', 'not a PEM certificate with an RSA key of 2048 bits')
  const form = checkForm(xml, certificate)
  if (form !== undefined) return form
  const signed = signedText(xml, certificatePem)
  if (signed === undefined) {
    return refused('CAP_SIGNATURE_WRONG', 'the warning was changed after signing, or another key signed it')
  }
  const sent = Date.parse(/<sent>([^<]*)<\/sent>/u.exec(signed)?.[1] ?? '')
  if (!(sent >= certificate.validFromDate.getTime() && sent <= certificate.validToDate.getTime())) {
    return refused('CAP_CERTIFICATE_TIME', 'the warning was sent when its certificate was not valid')
  }
  return { ok: true, code: 'CAP_SIGNATURE_OK', signed: XML_DECLARATION + signed }
}

function refused(code: VerifyCode, message: string): Verified {
  return { ok: false, code, message }
}

function assertKey(key: SigningKey): void {
  const certificate = readCertificate(key.certificatePem)
  if (certificate === undefined) {
    throw new ReleaseError('RELEASE_KEY', 'the certificate must be PEM and hold an RSA key of at least 2048 bits')
  }
  if (!fits(certificate, key.privateKeyPem)) {
    throw new ReleaseError('RELEASE_KEY', 'the private key is not the one in the certificate')
  }
}

function fits(certificate: X509Certificate, privateKeyPem: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(privateKeyPem))
  } catch {
    return false
  }
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    const certificate = new X509Certificate(pem)
    const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey
    return asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? certificate : undefined
  } catch {
    return undefined
  }
}

const START = `${XML_DECLARATION}<alert xmlns="${CAP_NAMESPACE}"`

/** Everything about the file's shape that must hold before a signature is worth computing. */
function checkForm(xml: string, certificate: X509Certificate): Verified | undefined {
  if (!xml.startsWith(START)) return refused('CAP_SIGNATURE_FORM', 'not a warning in the form that is signed here')
  const parsed = withDocument(xml, (document) => {
    const signatures = signaturesIn(document)
    if (signatures.length === 0) return refused('CAP_SIGNATURE_NONE', 'the warning is not signed')
    const [signature] = signatures
    const last = document.root.find('*').at(-1)
    if (signatures.length > 1 || signature === undefined || last === undefined || !signature.isSameNode(last)) {
      return refused('CAP_SIGNATURE_MANY', 'a warning has exactly one signature, as the last element of alert')
    }
    if (`${XML_DECLARATION}${canonicalText(document)}` !== xml) {
      return refused('CAP_SIGNATURE_FORM', 'the file is not canonical XML behind its declaration')
    }
    if (canonicalText(signature) !== expectedSignature(signature, certificate)) {
      return refused('CAP_SIGNATURE_FORM', 'the signature uses other algorithms, references or keys than expected')
    }
    return undefined
  })
  return parsed.ok ? parsed.value : refused('CAP_SIGNATURE_FORM', parsed.message)
}

/** By local name, so that a signature in a made-up namespace counts as one too many rather than as none. */
function signaturesIn(document: XmlDocument): XmlNode[] {
  return document.find(`//*[local-name()='Signature']`)
}

/** The one Signature element that is accepted, with the file's own digest and signature value put in. */
function expectedSignature(signature: XmlNode, own: X509Certificate): string {
  const value = (name: string): string => base64(signature.find(`.//*[local-name()='${name}']`)[0]?.content ?? '')
  return `<Signature xmlns="${DSIG}"><SignedInfo>`
    + `<CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"></CanonicalizationMethod>`
    + `<SignatureMethod Algorithm="${RSA_SHA256}"></SignatureMethod><Reference URI=""><Transforms>`
    + `<Transform Algorithm="${ENVELOPED}"></Transform><Transform Algorithm="${EXCLUSIVE_C14N}"></Transform>`
    + `</Transforms><DigestMethod Algorithm="${SHA256}"></DigestMethod><DigestValue>${value('DigestValue')}`
    + `</DigestValue></Reference></SignedInfo><SignatureValue>${value('SignatureValue')}</SignatureValue>`
    + `<KeyInfo><X509Data><X509Certificate>${own.raw.toString('base64')}</X509Certificate></X509Data></KeyInfo>`
    + '</Signature>'
}

/** Base64 has several spellings of the same octets; only the shortest counts. */
function base64(text: string): string {
  return Buffer.from(text, 'base64').toString('base64')
}

/** The canonical text that the signature covers, or undefined when it covers nothing that holds. */
function signedText(xml: string, certificatePem: string): string | undefined {
  const body = xml.slice(XML_DECLARATION.length)
  const checker = new SignedXml({ publicCert: certificatePem, getCertFromKeyInfo: () => null })
  const at = body.lastIndexOf('<Signature ')
  try {
    checker.loadSignature(body.slice(at, body.lastIndexOf('</alert>')))
    if (!checker.checkSignature(body)) return undefined
  } catch {
    return undefined
  }
  const [signed, ...others] = checker.getSignedReferences()
  const expected = body.slice(0, at) + body.slice(body.lastIndexOf('</alert>'))
  return others.length === 0 && signed === expected ? signed : undefined
}

/** The reader of a signed warning must find in it what it was rendered with. */
function assertPlainCap(xml: string): void {
  const parsed = withDocument(xml, (document) => ({
    plain: xml.startsWith(START) && `${XML_DECLARATION}${canonicalText(document)}` === xml
      && signaturesIn(document).length === 0,
    infos: document.find('/*/*[local-name()="info"]').length,
    sure: countParameters(document, PARAMETER_CONFIDENCE),
    near: countParameters(document, PARAMETER_PEOPLE_NEAR),
  }))
  if (!parsed.ok || !parsed.value.plain) {
    throw new ReleaseError('RELEASE_XML', 'only an unsigned warning as rendered here can be signed')
  }
  const { infos, sure, near } = parsed.value
  if (infos === 0 || sure !== infos) {
    throw new ReleaseError('RELEASE_NO_CONFIDENCE', `every info block needs the parameter ${PARAMETER_CONFIDENCE}`)
  }
  if (near !== infos) {
    throw new ReleaseError('RELEASE_NO_PEOPLE', `every info block needs the parameter ${PARAMETER_PEOPLE_NEAR}`)
  }
}

function countParameters(document: XmlDocument, name: string): number {
  return document.find(`/*/*[local-name()="info"][*[local-name()="parameter"][*[local-name()="valueName"]="${name}"]`
    + '[string-length(*[local-name()="value"])>0]]').length
}
