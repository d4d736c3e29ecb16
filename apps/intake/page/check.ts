/** The page on which a source reads answers. Without scripts it posts the code to the web gateway. */
import { html } from './html.ts'
import { pagePath, sheet, type PageFacts } from './sheet.ts'
import type { Lang, PageWords } from './words.ts'

export function checkPage(lang: Lang, words: PageWords, facts: PageFacts): string {
  const { check } = words
  return sheet('check', lang, words, facts, html`
<div id="problems" class="problems" role="alert" tabindex="-1" hidden><h2>${words.problem}</h2><ul></ul></div>
<form id="form" method="post" action="${facts.gatewayUrl}/check" autocomplete="off" accept-charset="utf-8" novalidate
 data-error="${words.errorPrefix}" data-wrong="${check.wrong}" data-failed="${check.failed}"
 data-looking="${check.looking}">
<input type="hidden" name="lang" value="${lang}">
<h1 tabindex="-1">${check.title}</h1>
<p>${check.intro}</p>
<noscript><div class="notice"><p>${check.plain}</p></div></noscript>
<div id="q-receipt"><label class="ask" for="receipt">${check.label}</label>
<p class="hint" id="receipt-hint">${check.hint}</p>
<textarea id="receipt" name="receipt" rows="4" dir="auto" autocomplete="off" autocapitalize="none" spellcheck="false"
 aria-describedby="receipt-hint"></textarea></div>
<div class="buttons"><button type="submit">${check.button}</button></div>
<p id="status" role="status"></p>
</form>
<p><a href="${pagePath('tip', lang)}">${words.writeMessage}</a></p>
<template id="none"><h1 tabindex="-1">${check.none}</h1><p>${check.noneHint}</p></template>
<template id="found"><h1 tabindex="-1">${check.found}</h1><ol class="answers"></ol></template>
<template id="more"><form autocomplete="off" novalidate><label class="ask" for="more-text">${check.addMore}</label>
<p class="hint" id="more-hint">${words.before.oldCodeHint}</p>
<textarea id="more-text" rows="5" dir="auto" autocomplete="off" spellcheck="false" aria-describedby="more-hint"
 data-missing="${words.text.missing}" data-long="${words.text.long}"></textarea>
<div class="buttons"><button type="submit">${words.before.send}</button></div><p role="status"
 data-sending="${words.sending.message}" data-done="${words.done.added}" data-network="${words.failed.network}"
 data-full="${words.failed.full}" data-key="${words.failed.key}"></p></form></template>`)
}
