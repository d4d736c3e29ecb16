/** What every page of the source shares: head, the way out, the languages. */
import { html, type Html } from './html.ts'
import { DIRECTIONS, LANGS, LANGUAGE_NAMES, type Lang, type PageWords } from './words.ts'

/** Addresses of the built files, relative to the intake's own root. */
export interface Assets { script: string; style: string }

/** What the pages need to know; nothing in it is secret. */
export interface PageFacts {
  assets: Assets
  languages: readonly Lang[]
  /** Fingerprint of the root key as it stands on the card. */
  fingerprint: string
  /** Where forms go when scripts are off, without a slash at the end. */
  gatewayUrl: string
}

export type PageName = 'tip' | 'check'

export function pagePath(page: PageName, lang: Lang): string {
  return page === 'tip' ? `/${lang}` : `/${lang}/check`
}

export function sheet(page: PageName, lang: Lang, words: PageWords, facts: PageFacts, body: Html): string {
  const title = page === 'tip' ? words.title : words.check.title
  return html`<!doctype html>
<html lang="${lang}" dir="${DIRECTIONS[lang]}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex,nofollow">
<meta name="format-detection" content="telephone=no">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${facts.assets.style}">
<script type="module" src="${facts.assets.script}"></script>
</head>
<body data-page="${page}" data-root="${facts.fingerprint}">
<header>
<a id="leave" class="leave" href="${words.leaveTo}" rel="noreferrer noopener nofollow">${words.exit}</a>
<nav aria-label="${words.languages}"><ul>${facts.languages.map((other) => languageLink(page, lang, other))}</ul></nav>
</header>
<main id="main">
${body}
</main>
</body>
</html>
`.markup
}

function languageLink(page: PageName, lang: Lang, other: Lang): Html {
  const current = other === lang && html` aria-current="page"`
  return html`<li><a href="${pagePath(page, other)}" lang="${other}" hreflang="${other}"${current}>${
    LANGUAGE_NAMES[other]}</a></li>`
}

/** Languages of the line that we have words for, English when it names none. */
export function knownLanguages(asked: readonly string[]): readonly Lang[] {
  const known = LANGS.filter((lang) => asked.includes(lang))
  return known.length > 0 ? known : ['en']
}
