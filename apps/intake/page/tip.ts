/**
 * The page on which a source writes. One form: as it stands it posts to the web gateway; the script turns its parts
 * into one question a screen and seals here instead. Field names are shared with apps/gateway/web/fields.ts.
 */
import { html, trustedMarkup, type Html } from './html.ts'
import { pagePath, sheet, type PageFacts } from './sheet.ts'
import type { Lang, PageWords } from './words.ts'

/** A kind as the page shows it. `picture` is the operator's own SVG. */
export interface PageKind { id: number; name: string; picture: string }

export function tipPage(lang: Lang, words: PageWords, facts: PageFacts, kinds: readonly PageKind[]): string {
  return sheet('tip', lang, words, facts, html`
<div id="problems" class="problems" role="alert" tabindex="-1" hidden><h2>${words.problem}</h2><ul></ul></div>
<form id="form" method="post" action="${facts.gatewayUrl}/tip" enctype="multipart/form-data" autocomplete="off"
 accept-charset="utf-8" novalidate data-step="${words.stepOf}" data-error="${words.errorPrefix}">
<input type="hidden" name="lang" value="${lang}">
${intro(lang, words)}
${kindQuestion(words, kinds)}
${textQuestion(words)}
${whereQuestion(words)}
${whenQuestion(words)}
${basisQuestion(words)}
${urgencyQuestion(words)}
${filesQuestion(words)}
${beforeSending(words)}
</form>
${afterwards(lang, words)}`)
}

function intro(lang: Lang, words: PageWords): Html {
  const { intro: say, plain } = words
  return html`<section class="step" data-button="${words.start}">
<h1 tabindex="-1">${words.title}</h1>
<p class="lead sealed">${say.sealedHere}</p>
<noscript><div class="notice"><h2>${plain.title}</h2>${plain.body.map((line) => html`<p>${line}</p>`)}</div></noscript>
<p>${say.noName}</p>
<p>${say.network}</p>
<p>${say.history} <span class="scripted">${words.exitHint}</span></p>
<p><a href="${pagePath('check', lang)}">${words.readAnswers}</a></p>
</section>`
}

function kindQuestion(words: PageWords, kinds: readonly PageKind[]): Html {
  return html`<section class="step"><fieldset aria-describedby="kind-hint">
<legend><h2 tabindex="-1">${words.kind.title}</h2></legend>
<p class="hint" id="kind-hint">${words.kind.hint}</p>
<div class="pictures">${kinds.map(kindChoice)}</div>
</fieldset></section>`
}

function kindChoice({ id, name, picture }: PageKind): Html {
  return html`<label class="choice"><input type="radio" name="kind" value="${id}">${trustedMarkup(picture)}<span>${
    name}</span></label>`
}

function textQuestion(words: PageWords): Html {
  return html`<section class="step" id="q-text" data-missing="${words.text.missing}" data-long="${words.text.long}">
<h2 tabindex="-1"><label for="text">${words.text.title}</label></h2>
<p class="hint" id="text-hint">${words.text.hint}</p>
<textarea id="text" name="text" rows="8" dir="auto" aria-describedby="text-hint" autocomplete="off"
 autocapitalize="sentences" spellcheck="false"></textarea>
</section>`
}

function whereQuestion(words: PageWords): Html {
  const { where } = words
  return html`<section class="step" id="q-where">
<h2 tabindex="-1"><label for="where">${where.title}</label></h2>
<p class="hint" id="where-hint">${where.hint} ${words.optional}</p>
<textarea id="where" name="where" rows="3" dir="auto" aria-describedby="where-hint" autocomplete="off"
 spellcheck="false"></textarea>
<input type="hidden" id="position" name="position" value="">
<div class="scripted" id="locate">
<p class="hint" id="locate-risk">${where.risk}</p>
<button type="button" class="second" aria-describedby="locate-risk">${where.button}</button>
<p role="status" data-asking="${where.asking}" data-got="${where.got}" data-refused="${where.refused}"
 data-remove="${where.remove}"></p>
</div>
</section>`
}

function whenQuestion(words: PageWords): Html {
  const { when } = words
  return html`<section class="step">
<fieldset><legend><h2 tabindex="-1">${when.title}</h2></legend>
${Object.entries(when.choices).map(([value, choice]) => radio('when', value, choice))}</fieldset>
<label class="ask" for="whenWords">${when.words}</label>
<p class="hint" id="when-hint">${when.wordsHint} ${words.optional}</p>
<input id="whenWords" name="whenWords" type="text" dir="auto" maxlength="500" autocomplete="off" spellcheck="false"
 aria-describedby="when-hint">
</section>`
}

function basisQuestion(words: PageWords): Html {
  const { basis } = words
  return html`<section class="step">
<fieldset><legend><h2 tabindex="-1">${basis.title}</h2></legend>
${Object.entries(basis.choices).map(([value, choice]) => radio('basis', value, choice))}</fieldset>
<label class="ask" for="heardFrom">${basis.from}</label>
<p class="hint" id="from-hint">${basis.fromHint} ${words.optional}</p>
<input id="heardFrom" name="heardFrom" type="text" dir="auto" maxlength="200" autocomplete="off" spellcheck="false"
 aria-describedby="from-hint">
</section>`
}

function urgencyQuestion(words: PageWords): Html {
  return html`<section class="step"><fieldset>
<legend><h2 tabindex="-1">${words.urgency.title}</h2></legend>
${words.urgency.choices.map((choice, value) => radio('urgency', String(value), choice))}
</fieldset></section>`
}

function filesQuestion(words: PageWords): Html {
  const { files } = words
  return html`<section class="step" id="q-files" data-large="${files.tooLarge}" data-many="${files.tooMany}"
 data-traces="${files.keepsTraces}" data-remove="${files.remove}">
<h2 tabindex="-1" id="file-title">${files.title}</h2>
<p class="hint" id="file-hint">${files.hint}</p>
<p class="hint scripted">${files.scrubbed}</p>
<p class="hint plain">${files.unscrubbed}</p>
<input id="file" name="file" type="file" multiple aria-labelledby="file-title" aria-describedby="file-hint">
<label class="scripted pick" for="file">${files.choose}</label>
<ul id="chosen" class="chosen"></ul>
</section>`
}

function beforeSending(words: PageWords): Html {
  const { before, plain } = words
  return html`<section class="step" id="q-before" data-wrong="${before.oldCodeWrong}" data-button="${before.send}">
<h2 tabindex="-1">${before.title}</h2>
<div class="notice plain"><h3>${plain.title}</h3>${plain.body.slice(0, 2).map((line) => html`<p>${line}</p>`)}</div>
<h3>${before.next}</h3>
<ul><li class="scripted">${before.nextSealed}</li><li class="plain">${before.nextPlain}</li>
<li>${before.nextRead}</li><li>${before.nextCode}</li></ul>
<h3>${before.risks}</h3>
<ul>${before.risk.map((line) => html`<li>${line}</li>`)}</ul>
<details id="old"><summary>${before.oldCode}</summary>
<label class="ask" for="receipt">${before.oldCodeLabel}</label>
<p class="hint" id="receipt-hint">${before.oldCodeHint}</p>
<textarea id="receipt" name="receipt" rows="3" dir="auto" autocomplete="off" autocapitalize="none" spellcheck="false"
 aria-describedby="receipt-hint"></textarea></details>
<label class="choice"><input type="checkbox" name="second" value="yes"><span>${before.second}<small>${
  before.secondHint}</small></span></label>
<button type="submit" class="plain">${before.send}</button>
</section>`
}

/** Screens that the script shows after the last question; inert until then. */
function afterwards(lang: Lang, words: PageWords): Html {
  const { sending, failed, receipt, proof, done } = words
  return html`<template id="buttons"><button type="button" class="back">${words.back}</button><button type="submit">${
  words.next}</button></template>
<template id="sending"><h1 tabindex="-1">${sending.title}</h1>
<p role="status" data-preparing="${sending.preparing}" data-file="${sending.file}"
 data-message="${sending.message}"></p>
<progress max="100" value="0" aria-label="${sending.title}" hidden></progress>
<p class="hint">${sending.stay}</p></template>
<template id="failed">${(['network', 'full', 'key', 'file', 'title', 'kept'] as const).map((why) =>
    html`<p data-why="${why}">${failed[why]}</p>`)}</template>
${codeScreens(receipt, proof)}
<template id="done"><h1 tabindex="-1">${done.title}</h1><p class="lead" data-added>${done.added}</p>${
  done.body.map((line) => html`<p>${line}</p>`)}<p><a href="${pagePath('tip', lang)}">${done.another}</a></p>
<p><a href="${pagePath('check', lang)}">${words.readAnswers}</a></p></template>`
}

function codeScreens(receipt: PageWords['receipt'], proof: PageWords['proof']): Html {
  return html`<template id="code"><h1 tabindex="-1">${receipt.title}</h1><p class="lead once">${receipt.once}</p>
<fieldset class="forms"><legend>${receipt.forms}</legend>${(['words', 'digits', 'list'] as const).map((form) =>
    radio('form', form, { label: receipt[form] }))}</fieldset>
<div data-first></div><p class="hint" data-order>${receipt.listHint}</p>
<section data-second><h2>${receipt.second}</h2><p class="hint">${receipt.secondHint}</p><div></div></section>
<p>${receipt.what}</p>
<div class="buttons"><button type="submit">${receipt.noted}</button></div></template>
<template id="proof"><h1 tabindex="-1">${proof.title}</h1><p>${proof.hint}</p>
<form autocomplete="off" novalidate data-words="${proof.word}" data-digits="${proof.number}" data-list="${proof.item}"
 data-wrong="${proof.wrong}"><div></div><div class="buttons"><button type="button" class="back">${proof.show}</button
><button type="submit">${proof.button}</button></div></form>
<button type="button" class="link">${proof.skip}</button></template>`
}

function radio(name: string, value: string, choice: { label: string; hint?: string }): Html {
  const hint = choice.hint !== undefined && html`<small>${choice.hint}</small>`
  return html`<label class="choice"><input type="radio" name="${name}" value="${value}"><span>${choice.label}${
    hint}</span></label>`
}
