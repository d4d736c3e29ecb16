/** The gateway's answers as pages: whole in one file, so that nothing else is asked for. */
import { createHash } from 'node:crypto'
import { receiptDigits, receiptShoppingList, receiptWords } from '@nightjar/envelope'
import { TIP_FIELDS, type Fields, type Lang } from './fields.ts'
import type { FormErrorCode } from './errors.ts'
import { WORDS, type GatewayWords } from './words.ts'

type Bytes = Uint8Array<ArrayBuffer>

export interface PageContext {
  lang: Lang
  /** Root of the source's pages, without a slash at the end. */
  intakeUrl: string
}

const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#111;--soft:#555;--line:#8a8a8a;--wash:#f2f2f2;--bad:#a4001d;
--leading:1.5;--face:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
@media (prefers-color-scheme:dark){
:root{--paper:#131313;--ink:#f1f1f1;--soft:#b4b4b4;--line:#8c8c8c;--wash:#222;--bad:#ff8a95}}
:root[dir=rtl]{--leading:1.85;--face:system-ui,"Segoe UI","Noto Sans Arabic","Noto Naskh Arabic",Tahoma,sans-serif}
*{box-sizing:border-box}
html{font:1.125rem/var(--leading) var(--face);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);overflow-wrap:break-word}
header,main{max-width:38rem;margin-inline:auto;padding:.5rem 1rem}
header{display:flex;font-size:.9rem;justify-content:flex-end;border-block-end:1px solid var(--line)}
main{padding-block:1.25rem 4rem}
a{color:inherit;text-underline-offset:.2em}
.leave{display:inline-flex;align-items:center;min-height:48px;padding:0 .55rem;
border:2px solid var(--ink);font-weight:700;text-decoration:none}
main p>a,summary{display:inline-flex;align-items:center;min-height:48px}
:focus-visible{outline:3px solid var(--ink);outline-offset:3px}
h1,h2{line-height:1.25;margin:0 0 .75rem;text-wrap:balance}
[dir=rtl] :is(h1,h2){line-height:1.55}
h1{font-size:1.75rem}h2{font-size:1.25rem;margin-block-start:1.5rem}
p,ul,ol{margin:0 0 1rem}
.lead{font-size:1.2rem;font-weight:700}form .hint{margin-block:1rem 0}.hint{color:var(--soft)}
.notice{border-inline-start:6px solid var(--ink);background:var(--wash);padding:1rem;margin-block-end:1.25rem}
.bad{border:4px solid var(--bad);padding:1rem;margin-block-end:1.25rem}.bad p{margin:0}
.code{display:grid;gap:.5rem;grid-template-columns:repeat(auto-fill,minmax(7rem,1fr));list-style:none;padding:.9rem;
border:2px solid var(--ink);font-size:1.2rem;counter-reset:part}
.code li{display:flex;gap:.4rem;align-items:baseline;font-weight:700}
.code li::before{counter-increment:part;content:counter(part);color:var(--soft);font:400 1rem var(--face);
min-width:1.4em}
[dir=rtl] .code li::before{content:counter(part,arabic-indic)}
.code.list{grid-template-columns:1fr}.code.digits span{direction:ltr;font-variant-numeric:tabular-nums}
summary{cursor:pointer;text-decoration:underline;text-underline-offset:.2em}
.answers{list-style:none;padding:0}
.answers li{border-inline-start:6px solid var(--ink);padding:.25rem 1rem;margin-block-end:1.25rem;white-space:pre-wrap}
.answers time{display:block;color:var(--soft);font-size:1rem}
label{display:block;font-weight:700;margin-block:1rem .25rem}
textarea{display:block;width:100%;min-height:8rem;padding:.6rem .7rem;border:2px solid var(--ink);border-radius:0;
background:var(--paper);color:inherit;font:inherit}
button{width:100%;min-height:52px;margin-block-start:1.25rem;border:2px solid var(--ink);border-radius:0;
background:var(--ink);color:var(--paper);font:inherit;font-weight:700}
`

/** Nothing runs, nothing loads; a form goes back to this gateway only. */
export const PAGE_CSP = [
  "default-src 'none'", `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`, 'img-src data:',
  "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
].join('; ')

export function receivedPage(context: PageContext, receipt: Bytes | undefined, second: Bytes | undefined): string {
  const { received: say, links } = WORDS[context.lang]
  const code = receipt === undefined ? `<p class="lead">${text(say.added)}</p>` : `
<p class="lead">${text(say.once)}</p>
${codeForms(receipt, context.lang, say)}
${second === undefined ? '' : `<h2>${text(say.second)}</h2><p class="hint">${text(say.secondHint)}</p>
${codeForms(second, context.lang, say)}`}
<p>${text(say.what)}</p>
<p class="notice">${text(say.made)}</p>`
  return page(context, say.title, `${code}
${say.after.map((line) => `<p>${text(line)}</p>`).join('\n')}
${link(context, '', links.write)}
${link(context, '/check', links.answers)}`)
}

export function answersPage(context: PageContext, replies: readonly { text: string; at: number }[]): string {
  const { answers, links } = WORDS[context.lang]
  const newestFirst = [...replies].sort((a, b) => b.at - a.at)
  const list = newestFirst.map((reply) => `<li dir="auto">${dayOf(reply.at, context.lang)}${text(reply.text)}</li>`)
  const body = list.length === 0 ? `<p>${text(answers.noneHint)}</p>` : `<ol class="answers">${list.join('')}</ol>`
  return page(context, list.length === 0 ? answers.none : answers.found, `${body}
${link(context, '', links.add)}`)
}

/** What was typed comes back in the form that sends it again, because the page before may have forgotten it. */
export function refusedPage(context: PageContext, code: FormErrorCode, path: 'tip' | 'check', fields: Fields): string {
  const { refused: say, links } = WORDS[context.lang]
  return page(context, path === 'tip' ? say.title : links.answers, `
<div class="bad" role="alert"><p><strong>${text(say.why[code])}</strong></p></div>
${path === 'tip' ? `<p>${text(say.nothing)}</p>` : ''}
${mendable(code, fields) ? mendForm(context.lang, code, path, fields) : ''}
${link(context, path === 'tip' ? '' : '/check', links.form)}
<p class="hint">${text(say.code)}: <bdi>${code}</bdi></p>`)
}

/** What sending the same words again would not mend. */
const hopeless: readonly FormErrorCode[] = [
  'ORIGIN', 'CONTENT_TYPE', 'CHARSET', 'FORM_BROKEN', 'FORM_TOO_LARGE', 'TEXT_TOO_LONG',
]

function mendable(code: FormErrorCode, fields: Fields): boolean {
  return !hopeless.includes(code) && fields.size > 0
}

function mendForm(lang: Lang, code: FormErrorCode, path: 'tip' | 'check', fields: Fields): string {
  const { refused: say, links } = WORDS[lang]
  const receiptLabel = path === 'tip' ? say.receiptOrNone : say.receipt
  const shown = code === 'TEXT_EMPTY' ? 'text' : code === 'RECEIPT_INVALID' ? 'receipt' : undefined
  const hidden = TIP_FIELDS.filter((name) => name !== shown && (fields.get(name) ?? '') !== '')
    .map((name) => `<input type="hidden" name="${name}" value="${text(fields.get(name) ?? '')}">`)
  const label = shown === 'text' ? say.text : receiptLabel
  const field = shown === undefined ? '' : `<label for="mend">${text(label)}</label>
<textarea id="mend" name="${shown}" dir="auto" autocomplete="off" spellcheck="false">
${text(fields.get(shown) ?? '')}</textarea>`
  return `<form method="post" action="/${path}" autocomplete="off" accept-charset="utf-8">${hidden.join('')}${field}
${path === 'tip' ? `<p class="hint">${text(say.filesAgain)}</p>` : ''}
<button type="submit">${text(path === 'tip' ? say.again : links.answers)}</button></form>`
}

function codeForms(receipt: Bytes, lang: Lang, say: GatewayWords['received']): string {
  const digits = receiptDigits(receipt, lang === 'en' ? 'latin' : 'arabic').split(' ')
  return `<h2>${text(say.words)}</h2>${codeList('words', receiptWords(receipt, lang))}
<details><summary>${text(say.digits)}</summary>${codeList('digits', digits)}</details>
<details><summary>${text(say.list)}</summary>${codeList('list', receiptShoppingList(receipt, lang))}
<p class="hint">${text(say.listHint)}</p></details>`
}

function codeList(form: string, parts: readonly string[]): string {
  return `<ol class="code ${form}">${parts.map((part) => `<li><span>${text(part)}</span></li>`).join('')}</ol>`
}

function link({ lang, intakeUrl }: PageContext, path: string, words: string): string {
  return `<p><a href="${text(`${intakeUrl}/${lang}${path}`)}">${text(words)}</a></p>`
}

function dayOf(at: number, lang: Lang): string {
  const locale = lang === 'en' ? 'en-GB' : 'ar-IQ'
  const date = new Date(at * 1000)
  const day = date.toLocaleDateString(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
  return `<time datetime="${date.toISOString().slice(0, 10)}">${text(day)}</time>`
}

function page({ lang }: PageContext, title: string, body: string): string {
  const { dir, exit, leaveTo } = WORDS[lang]
  return `<!doctype html>
<html lang="${lang}" dir="${dir}">
<head><meta charset="utf-8"><title>${text(title)}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex,nofollow"><link rel="icon" href="data:,">
<style>${style}</style></head>
<body><header><a class="leave" href="${text(leaveTo)}" rel="noreferrer noopener nofollow">${text(exit)}</a></header>
<main><h1>${text(title)}</h1>
${body}
</main></body></html>
`
}

function text(words: string): string {
  return words.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`)
}
