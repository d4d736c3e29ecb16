/** Certificates of a new line: each program trusts exactly the other's, so no authority is needed. */
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'

export interface Identity { certificate: string; key: string }

const ecdsa = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const rsa = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 3072, publicExponent: Uint8Array.of(1, 0, 1) }
const years = 10

/** ECDSA P-256. `use`: what the other side checks it for. */
export function createTlsIdentity(name: string, use: 'server' | 'client'): Promise<Identity> {
  const purpose = use === 'server' ? x509.ExtendedKeyUsage.serverAuth : x509.ExtendedKeyUsage.clientAuth
  return createIdentity(name, ecdsa, x509.KeyUsageFlags.digitalSignature, [
    new x509.ExtendedKeyUsageExtension([purpose]),
    new x509.SubjectAlternativeNameExtension([
      { type: 'dns', value: 'localhost' }, { type: 'dns', value: name },
      { type: 'ip', value: '127.0.0.1' }, { type: 'ip', value: '::1' },
    ]),
  ])
}

/** RSA-3072: what readers of CAP warnings can verify. */
export function createWarningIdentity(): Promise<Identity> {
  const uses = x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.nonRepudiation
  return createIdentity('nightjar-warnings', rsa, uses, [])
}

async function createIdentity(
  name: string, algorithm: typeof ecdsa | typeof rsa, uses: x509.KeyUsageFlags, extensions: x509.Extension[],
): Promise<Identity> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=${name}`, keys, signingAlgorithm: algorithm, ...validity(),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true), new x509.KeyUsagesExtension(uses, true),
      ...extensions,
    ],
  })
  const pkcs8 = Buffer.from(await crypto.subtle.exportKey('pkcs8', keys.privateKey))
  return { certificate: `${certificate.toString('pem')}\n`, key: pem('PRIVATE KEY', pkcs8) }
}

/**
 * By this machine's clock, which TLS goes by. Begins a day early, for clocks that are behind; whole days, so that it
 * does not tell the minute of the making.
 */
function validity(): { notBefore: Date; notAfter: Date } {
  const day = 86_400_000
  const notBefore = new Date(Math.floor(Date.now() / day - 1) * day)
  return { notBefore, notAfter: new Date(notBefore.getTime() + years * 365.25 * day) }
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`
}
