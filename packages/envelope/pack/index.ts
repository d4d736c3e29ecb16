// What other packages may use of the text coder.
export { MAX_TEXT } from './alphabet.ts'
export { PackError, type PackErrorCode } from './errors.ts'
export { loadModel, type PackModel } from './model.ts'
export { pack, unpack } from './pack.ts'
