import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { detectLanguage } from './language.ts'

test.each([
  ['There are armed men near the bridge', 'en', 'Latn'],
  ['هناك مسلحون قرب الجسر', 'ar', 'Arab'],
  ['چەکدار لە نزیک پردەکە هەن', 'ckb', 'Arab'],
  ['Çekdar li ser pirê ne', 'kmr', 'Latn'],
  ['', 'und', 'none'],
  ['12345 !?', 'und', 'none'],
])('%s', (text, lang, script) => expect(detectLanguage(text)).toMatchObject({ lang, script }))

test('both scripts in one text', () => expect(detectLanguage('Mosul bridge الجسر مغلق').script).toBe('mixed'))

const folder = '../shared/data/messages'
for (const [file, lang] of [
  ['en_crisis', 'en'],
  ['ar_crisis', 'ar'],
  ['ckb_speech', 'ckb'],
  ['kmr_tweets', 'kmr'],
] as const) {
  test.skipIf(!existsSync(`${folder}/${file}.jsonl.gz`))(`${file} is told apart (needs ../shared/data)`, () => {
    const lines = gunzipSync(readFileSync(`${folder}/${file}.jsonl.gz`))
      .toString()
      .trim()
      .split('\n')
      .slice(0, 1000)
    const right = lines.filter((line) => detectLanguage(textOf(line)).lang === lang).length
    expect(right / lines.length).toBeGreaterThan(0.97)
  })
}

function textOf(line: string): string {
  const parsed: unknown = JSON.parse(line)
  return typeof parsed === 'object' && parsed !== null && 'text' in parsed ? String(parsed.text) : ''
}
