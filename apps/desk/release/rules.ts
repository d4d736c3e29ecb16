/**
 * What CAP 1.2 demands and its schema cannot say. Runs on documents that are valid by the schema.
 * Each rule is numbered in spec/release.md, section 4.
 */
import type { XmlElement } from 'libxml2-wasm'
import { CAP_NAMESPACE } from './cap.ts'

export type RuleCode =
  | 'CAP_ROOT' // the document is not an alert
  | 'CAP_IDENTIFIER'
  | 'CAP_SENDER'
  | 'CAP_REFERENCES'
  | 'CAP_SCOPE'
  | 'CAP_NO_INFO'
  | 'CAP_LANGUAGE'
  | 'CAP_LANGUAGE_MISSING'
  | 'CAP_EXPIRES'
  | 'CAP_ONSET'
  | 'CAP_POLYGON'
  | 'CAP_CIRCLE'
  | 'CAP_POSITION'
  | 'CAP_CEILING'
  | 'CAP_SIGNATURE_PLACE'
  | 'CAP_TEXT'

export interface RuleProblem { code: RuleCode; message: string }

const IN_CAP = { cap: CAP_NAMESPACE }

function textsOf(element: XmlElement, name: string): string[] {
  return element.find(`cap:${name}`, IN_CAP).map((found) => found.content)
}

function textOf(element: XmlElement, name: string): string | undefined {
  return textsOf(element, name)[0]
}

function elementsOf(element: XmlElement, name: string): XmlElement[] {
  // A name test finds elements only; the check is for the type.
  return element.find(`cap:${name}`, IN_CAP).filter((found): found is XmlElement => 'attrs' in found)
}

export function checkRules(alert: XmlElement, languages: readonly string[]): RuleProblem[] {
  if (alert.name !== 'alert') return [{ code: 'CAP_ROOT', message: 'the root element is not alert' }]
  const infos = elementsOf(alert, 'info')
  return [
    ...checkNames(alert),
    ...checkReferences(alert),
    ...checkScope(alert),
    ...checkLanguages(alert, infos, languages),
    ...infos.flatMap((info) => [...checkTimes(alert, info), ...elementsOf(info, 'area').flatMap(checkArea)]),
    ...checkSignaturePlace(alert),
    ...checkText(alert),
  ]
}

function checkNames(alert: XmlElement): RuleProblem[] {
  const problems: RuleProblem[] = []
  if (!isName(textOf(alert, 'identifier'))) {
    problems.push({ code: 'CAP_IDENTIFIER', message: 'identifier: no blanks, commas, < or & and not empty' })
  }
  if (!isName(textOf(alert, 'sender'))) {
    problems.push({ code: 'CAP_SENDER', message: 'sender: no blanks, commas, < or & and not empty' })
  }
  return problems
}

function isName(text: string | undefined): boolean {
  return text !== undefined && /^[^\s,<&]+$/u.test(text)
}

const CAP_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/u

function checkReferences(alert: XmlElement): RuleProblem[] {
  const follows = ['Update', 'Cancel', 'Ack', 'Error'].includes(textOf(alert, 'msgType') ?? '')
  const listed = (textOf(alert, 'references') ?? '').split(/\s+/u).filter((reference) => reference !== '')
  if (follows && listed.length === 0) {
    return [{ code: 'CAP_REFERENCES', message: 'references: an Update, Cancel, Ack or Error names what it follows' }]
  }
  const sound = listed.every((reference) => {
    const [sender, identifier, sent, ...more] = reference.split(',')
    return more.length === 0 && isName(sender) && isName(identifier) && CAP_TIME.test(sent ?? '')
  })
  if (sound) return []
  return [{ code: 'CAP_REFERENCES', message: 'references: expected sender,identifier,sent parted by blanks' }]
}

function checkScope(alert: XmlElement): RuleProblem[] {
  const scope = textOf(alert, 'scope')
  if (scope === 'Restricted' && !hasWords(textOf(alert, 'restriction'))) {
    return [{ code: 'CAP_SCOPE', message: 'restriction: needed when the scope is Restricted' }]
  }
  if (scope === 'Private' && !hasWords(textOf(alert, 'addresses'))) {
    return [{ code: 'CAP_SCOPE', message: 'addresses: needed when the scope is Private' }]
  }
  return []
}

function hasWords(text: string | undefined): boolean {
  return text !== undefined && text.trim() !== ''
}

/** RFC 5646, 2.1 without the rarely used grandfathered tags; and RFC 3066's "i-" and "x-". */
const LANGUAGE_TAG = new RegExp([
  '^(?:(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4}|[a-z]{5,8})',
  '(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\\d{3}))?(?:-(?:[a-z0-9]{5,8}|\\d[a-z0-9]{3}))*',
  '(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?|[ix](?:-[a-z0-9]{1,8})+)$',
].join(''), 'iu')

function checkLanguages(alert: XmlElement, infos: readonly XmlElement[], wanted: readonly string[]): RuleProblem[] {
  if (infos.length === 0 && ['Alert', 'Update'].includes(textOf(alert, 'msgType') ?? '')) {
    return [{ code: 'CAP_NO_INFO', message: 'info: an Alert or Update needs at least one' }]
  }
  const found = infos.map((info) => textOf(info, 'language')?.trim() || 'en-US')
  return [
    ...found.filter((tag) => !LANGUAGE_TAG.test(tag))
      .map((): RuleProblem => ({ code: 'CAP_LANGUAGE', message: 'language: not a tag of RFC 5646 or RFC 3066' })),
    ...wanted.filter((tag) => !found.some((one) => one === tag || one.startsWith(`${tag}-`)))
      .map((tag): RuleProblem => ({ code: 'CAP_LANGUAGE_MISSING', message: `info: none in the language ${tag}` })),
  ]
}

function checkTimes(alert: XmlElement, info: XmlElement): RuleProblem[] {
  const sent = at(textOf(alert, 'sent'))
  const onset = at(textOf(info, 'onset'))
  const expires = at(textOf(info, 'expires'))
  const problems: RuleProblem[] = []
  if (expires !== undefined && sent !== undefined && expires <= sent) {
    problems.push({ code: 'CAP_EXPIRES', message: 'expires: must be after sent' })
  }
  if (onset !== undefined && expires !== undefined && onset >= expires) {
    problems.push({ code: 'CAP_ONSET', message: 'onset: must be before expires' })
  }
  return problems
}

function at(text: string | undefined): number | undefined {
  const milliseconds = Date.parse(text ?? '')
  return Number.isNaN(milliseconds) ? undefined : milliseconds
}

function checkArea(area: XmlElement): RuleProblem[] {
  const ceiling: RuleProblem[] = textOf(area, 'ceiling') !== undefined && textOf(area, 'altitude') === undefined
    ? [{ code: 'CAP_CEILING', message: 'ceiling: only together with altitude' }] : []
  const shapes = [...textsOf(area, 'polygon').flatMap(checkPolygon), ...textsOf(area, 'circle').flatMap(checkCircle)]
  return [...shapes, ...ceiling]
}

function checkPolygon(text: string): RuleProblem[] {
  const points = text.trim().split(/\s+/u)
  if (points.length < 4 || points.at(0) !== points.at(-1)) {
    return [{ code: 'CAP_POLYGON', message: 'polygon: at least 4 points, the last the same as the first' }]
  }
  const positions = points.map(position)
  if (positions.includes('none')) return [{ code: 'CAP_POLYGON', message: 'polygon: expected lat,lon lat,lon …' }]
  return positions.includes('outside') ? [outside('polygon')] : []
}

function checkCircle(text: string): RuleProblem[] {
  const [centre, radius, ...more] = text.trim().split(/\s+/u)
  const found = position(centre ?? '')
  if (found === 'none' || more.length > 0 || !/^\d+(?:\.\d+)?$/u.test(radius ?? '')) {
    return [{ code: 'CAP_CIRCLE', message: 'circle: expected lat,lon radius with the radius in kilometres' }]
  }
  return found === 'outside' ? [outside('circle')] : []
}

function position(text: string): 'good' | 'none' | 'outside' {
  const [, lat, lon] = /^(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)$/u.exec(text) ?? []
  if (lat === undefined || lon === undefined) return 'none'
  return Math.abs(Number(lat)) <= 90 && Math.abs(Number(lon)) <= 180 ? 'good' : 'outside'
}

function outside(what: string): RuleProblem {
  return { code: 'CAP_POSITION', message: `${what}: latitude -90 to 90, longitude -180 to 180` }
}

/** The schema says so too, but libxml2 lets an info block follow a signature. */
function checkSignaturePlace(alert: XmlElement): RuleProblem[] {
  return alert.find('cap:*[preceding-sibling::*[namespace-uri()!=namespace-uri(..)]]', IN_CAP).length === 0
    ? [] : [{ code: 'CAP_SIGNATURE_PLACE', message: 'Signature: must stand last in alert' }]
}

/** Embeddings and overrides make text read other than it is written; isolates do the same work openly. */
function checkText(alert: XmlElement): RuleProblem[] {
  if (!/[\u202a-\u202e]/u.test(alert.content)) return []
  return [{ code: 'CAP_TEXT', message: 'text: bidirectional embeddings and overrides are not accepted; use isolates' }]
}
