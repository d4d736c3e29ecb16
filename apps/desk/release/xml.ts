/**
 * The one place where this room parses XML: libxml2 compiled to WebAssembly, which has no disk and no network here.
 * DTDs and with them entities are refused before parsing, and so is anything large.
 */
import { ParseOption, XmlC14NMode, XmlDocument, XmlError, XmlLibError } from 'libxml2-wasm'
import type { XmlNode } from 'libxml2-wasm'

/** A warning in three languages takes some 10 KB; feeds of others stay below this too. */
export const MAX_CAP_BYTES = 512 * 1024

export type XmlProblemCode = 'CAP_SIZE' | 'CAP_ENCODING' | 'CAP_DTD' | 'CAP_NOT_WELL_FORMED'

export type Parsed<T> = { ok: true; value: T } | { ok: false; code: XmlProblemCode; message: string }

/** Runs `use` on the parsed document and then frees the parser's memory, which JavaScript's collector cannot see. */
export function withDocument<T>(xml: string, use: (document: XmlDocument) => T): Parsed<T> {
  if (Buffer.byteLength(xml) > MAX_CAP_BYTES) {
    return { ok: false, code: 'CAP_SIZE', message: `larger than ${MAX_CAP_BYTES} bytes` }
  }
  const declared = /^\ufeff?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)/u.exec(xml)?.[1]
  if ((declared !== undefined && !/^(?:utf-8|us-ascii)$/iu.test(declared)) || !xml.isWellFormed()) {
    return { ok: false, code: 'CAP_ENCODING', message: 'only UTF-8 is accepted' }
  }
  if (/<!(?:DOCTYPE|ENTITY)/iu.test(xml)) {
    return { ok: false, code: 'CAP_DTD', message: 'a document type or entity declaration is never accepted' }
  }
  return parse(xml, use)
}

function parse<T>(xml: string, use: (document: XmlDocument) => T): Parsed<T> {
  let document: XmlDocument
  try {
    document = XmlDocument.fromString(xml, { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE })
  } catch (error) {
    const [first] = error instanceof XmlLibError ? error.details : []
    const where = first === undefined ? '' : ` at line ${first.line}, column ${first.col}`
    return { ok: false, code: 'CAP_NOT_WELL_FORMED', message: `not well-formed XML${where}` }
  }
  try {
    return { ok: true, value: use(document) }
  } finally {
    document.dispose()
  }
}

/**
 * Exclusive canonical XML with its comments, so that a document with a comment differs from what was signed. Empty
 * when there is no canonical form (a namespace with a relative name): no document is the same as that.
 */
export function canonicalText(node: XmlDocument | XmlNode): string {
  try {
    return node.canonicalizeToString({ mode: XmlC14NMode.XML_C14N_EXCLUSIVE_1_0, withComments: true })
  } catch (error) {
    if (error instanceof XmlError) return ''
    throw error
  }
}
