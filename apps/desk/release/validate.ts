/**
 * Is this a CAP 1.2 warning that others will take? Three steps: well-formed and harmless XML, valid by the schema,
 * and the rules of the standard that a schema cannot express (rules.ts).
 */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm'
import { checkRules } from './rules.ts'
import type { RuleCode } from './rules.ts'
import { withDocument } from './xml.ts'
import type { XmlProblemCode } from './xml.ts'

export interface CapProblem { code: XmlProblemCode | 'CAP_SCHEMA' | RuleCode; message: string }

export interface ValidateOptions {
  /** Another schema to check against, by path. Ours is spec/cap/cap-1.2.xsd. */
  schema?: string
  /** Languages of which each must have an info block. */
  languages?: readonly string[]
}

const OWN_SCHEMA = fileURLToPath(new URL('../../../spec/cap/cap-1.2.xsd', import.meta.url))

/** All problems found, none for a good warning. Throws only when the schema itself cannot be read. */
export function validateCap(xml: string, options: ValidateOptions = {}): CapProblem[] {
  const parsed = withDocument(xml, (document): CapProblem[] => {
    const wrong = checkSchema(document, options.schema ?? OWN_SCHEMA)
    return wrong.length > 0 ? wrong : checkRules(document.root, options.languages ?? [])
  })
  return parsed.ok ? parsed.value : [{ code: parsed.code, message: parsed.message }]
}

const validators = new Map<string, XsdValidator>()

function validatorFor(path: string): XsdValidator {
  const known = validators.get(path)
  if (known !== undefined) return known
  const schema = XmlDocument.fromBuffer(readFileSync(path))
  try {
    const validator = XsdValidator.fromDoc(schema)
    validators.set(path, validator)
    return validator
  } finally {
    schema.dispose()
  }
}

function checkSchema(document: XmlDocument, path: string): CapProblem[] {
  try {
    validatorFor(path).validate(document)
    return []
  } catch (error) {
    if (!(error instanceof XmlValidateError)) throw error
    const told = error.details.map(({ message, line }) => `line ${line}: ${message.trim()}`)
    return told.map((message) => ({ code: 'CAP_SCHEMA', message }))
  }
}
