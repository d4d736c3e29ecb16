/** What is needed only once somebody sends or chooses a file: one chunk, so that the page itself stays small. */
export { handFile } from './attach.ts'
export { createReceipt, parseReceipt, replyKeyOf, showCode } from './code.ts'
