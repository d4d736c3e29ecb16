import { fmt, t } from '../i18n/language.svelte.ts'

/** "2 · probably true", with the digit in the reader's numerals. */
export function gradeText(credibility: number | undefined): string {
  if (credibility !== 1 && credibility !== 2 && credibility !== 3 && credibility !== 4 && credibility !== 5) {
    return withNumeral(t('grade.6'))
  }
  return withNumeral(t(`grade.${credibility}`))
}

const withNumeral = (text: string) => text.replace(/^\d/, (digit) => fmt().number(Number(digit)))
