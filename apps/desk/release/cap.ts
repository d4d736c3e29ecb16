/**
 * A warning written as CAP 1.2 (OASIS, urn:oasis:names:tc:emergency:cap:1.2), elements in the standard's order.
 *
 * The bytes are the XML declaration and then exclusive canonical XML, so that signing and checking never have to
 * reformat, and two parsers cannot see two different documents.
 */
import { ReleaseError } from './errors.ts'
import { capCircle, capPolygon } from './place.ts'
import { cleanText, escapeText } from './text.ts'
import { assertEvidence } from './warning.ts'
import type { Warning, WarningArea, WarningInfo } from './warning.ts'

export const CAP_NAMESPACE = 'urn:oasis:names:tc:emergency:cap:1.2'
export const XML_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
/** Names of the two parameters that stand in every info block and that validateCap looks for. */
export const PARAMETER_CONFIDENCE = 'nightjar:confidence'
export const PARAMETER_PEOPLE_NEAR = 'nightjar:peopleNear'

const MAX_TEXT = 8000
const MAX_SHORT_TEXT = 160

/**
 * Throws RELEASE_NO_CONFIDENCE, RELEASE_NO_PEOPLE, RELEASE_FIELD, RELEASE_TIME, RELEASE_AREA or RELEASE_REFERENCES.
 * What it returns is valid by validateCap (cap.test.ts holds it to that for arbitrary text).
 */
export function renderCap(warning: Warning): string {
  assertEvidence(warning.confidence, warning.peopleNear)
  assertReferences(warning)
  const sent = instant(warning.sent, 'sent')
  const body = [
    element('identifier', token(warning.identifier, 'identifier')),
    element('sender', token(warning.sender, 'sender')),
    element('sent', capTime(sent)),
    element('status', warning.status),
    element('msgType', warning.msgType),
    element('scope', warning.scope),
    scopeWords(warning),
    warning.references.length === 0 ? '' : element('references', references(warning)),
    ...warning.info.map((info) => renderInfo(info, warning, sent)),
  ]
  if (warning.info.length === 0) throw new ReleaseError('RELEASE_FIELD', 'info: at least one language is needed')
  return `${XML_DECLARATION}<alert xmlns="${CAP_NAMESPACE}">\n${lines(body)}</alert>`
}

function renderInfo(info: WarningInfo, warning: Warning, sent: number): string {
  const onset = info.onset === undefined ? undefined : instant(info.onset, 'onset')
  const expires = instant(info.expires, 'expires')
  if (expires <= sent) throw new ReleaseError('RELEASE_TIME', 'expires: must be after sent')
  if (onset !== undefined && onset >= expires) throw new ReleaseError('RELEASE_TIME', 'onset: must be before expires')
  return block('info', [
    element('language', info.language),
    ...info.category.map((category) => element('category', category)),
    element('event', words(info.event, 'event', MAX_SHORT_TEXT)),
    ...info.responseType.map((response) => element('responseType', response)),
    element('urgency', info.urgency),
    element('severity', info.severity),
    element('certainty', info.certainty),
    element('effective', capTime(sent)),
    onset === undefined ? '' : element('onset', capTime(onset)),
    element('expires', capTime(expires)),
    element('headline', words(info.headline, 'headline', MAX_SHORT_TEXT)),
    element('description', words(info.description, 'description', MAX_TEXT)),
    element('instruction', words(info.instruction, 'instruction', MAX_TEXT)),
    info.contact === undefined ? '' : element('contact', words(info.contact, 'contact', MAX_SHORT_TEXT)),
    parameter(PARAMETER_CONFIDENCE, String(Number(warning.confidence.toFixed(4)))),
    parameter(PARAMETER_PEOPLE_NEAR, String(warning.peopleNear)),
    renderArea(info.area),
  ])
}

function renderArea(area: WarningArea): string {
  if (area.circle === undefined && area.polygon === undefined && (area.geocode ?? []).length === 0) {
    throw new ReleaseError('RELEASE_AREA', 'area: a circle, a polygon or a geocode is needed')
  }
  return block('area', [
    element('areaDesc', words(area.desc, 'area.desc', MAX_TEXT)),
    area.polygon === undefined ? '' : element('polygon', capPolygon(area.polygon)),
    area.circle === undefined ? '' : element('circle', capCircle(area.circle)),
    ...(area.geocode ?? []).map(({ name, value }) => block('geocode', [
      element('valueName', words(name, 'geocode.name', MAX_SHORT_TEXT)),
      element('value', words(value, 'geocode.value', MAX_SHORT_TEXT)),
    ])),
  ])
}

/** CAP 1.2, 3.2.1: a Restricted alert says the rule, a Private one names its addressees. */
function scopeWords(warning: Warning): string {
  if (warning.scope === 'Public') return ''
  if (warning.restriction === undefined) {
    throw new ReleaseError('RELEASE_FIELD', 'restriction: needed unless the scope is Public')
  }
  const name = warning.scope === 'Restricted' ? 'restriction' : 'addresses'
  return element(name, words(warning.restriction, 'restriction', MAX_TEXT))
}

function assertReferences(warning: Warning): void {
  if ((warning.msgType === 'Alert') === (warning.references.length === 0)) return
  throw new ReleaseError('RELEASE_REFERENCES', warning.msgType === 'Alert'
    ? 'references: a first alert has none; make it an Update'
    : 'references: an Update or Cancel names the warnings it follows')
}

function references(warning: Warning): string {
  return warning.references.map(({ sender, identifier, sent }) => [
    token(sender, 'references.sender'), token(identifier, 'references.identifier'),
    capTime(instant(sent, 'references.sent')),
  ].join(',')).join(' ')
}

/** CAP's dateTime: seconds, an offset in digits, and for UTC "-00:00", never "Z". */
export function capTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/u, '-00:00')
}

const ISO_UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/u

function instant(text: string, field: string): number {
  const at = ISO_UTC.test(text) ? Date.parse(text) : Number.NaN
  if (!(at >= 0)) throw new ReleaseError('RELEASE_TIME', `${field}: expected ISO 8601 in UTC from 1970 on, ending in Z`)
  return Math.floor(at / 1000) * 1000
}

/** CAP forbids blanks, commas, "<" and "&" in identifiers and senders; ours are plain ASCII. */
function token(text: string, field: string): string {
  if (/^[!-~]{1,200}$/u.test(text) && !/[,<>&"']/u.test(text)) return text
  throw new ReleaseError('RELEASE_FIELD', `${field}: expected 1 to 200 ASCII characters without blanks , < > & " '`)
}

function words(text: string, field: string, most: number): string {
  const clean = cleanText(text)
  const count = [...clean].length
  if (count === 0) throw new ReleaseError('RELEASE_FIELD', `${field}: is empty`)
  if (count > most) throw new ReleaseError('RELEASE_FIELD', `${field}: ${count} characters, at most ${most} allowed`)
  return escapeText(clean)
}

function parameter(name: string, value: string): string {
  return block('parameter', [element('valueName', name), element('value', value)])
}

/** Takes content that is already escaped. */
function element(name: string, content: string): string {
  return `<${name}>${content}</${name}>`
}

function block(name: string, children: readonly string[]): string {
  return `<${name}>\n${lines(children)}</${name}>`
}

function lines(children: readonly string[]): string {
  return children.filter((child) => child !== '').map((child) => `${child}\n`).join('')
}
