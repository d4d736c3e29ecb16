import { assert, jsonValue, property, record, uint8Array } from 'fast-check'
import { expect, test } from 'vitest'
import { readValue, writeValue } from './frame.ts'

test('values with octets come back as they were', () => {
  const value = record({ bytes: uint8Array(), more: record({ list: uint8Array(), json: jsonValue({ maxDepth: 2 }) }) })
  assert(property(value, ({ bytes, more }) => {
    const json: unknown = JSON.parse(JSON.stringify(more.json))
    const plain = { bytes: new Uint8Array(bytes), more: { list: [new Uint8Array(more.list)], json } }
    expect(readValue(writeValue(plain))).toEqual(plain)
  }))
})

test('whatever octets come, reading gives a value or undefined', () => {
  assert(property(uint8Array({ maxLength: 200 }), (bytes) => {
    expect(() => readValue(new Uint8Array(bytes))).not.toThrow()
  }))
})

test.each([
  ['nothing', []],
  ['a length beyond the end', [0, 0, 0, 9, 0x7b]],
  ['no JSON', [0, 0, 0, 1, 0x7b]],
])('%s is undefined', (_name, octets) => {
  expect(readValue(new Uint8Array(octets))).toBeUndefined()
})

const frameOf = (json: string, octets: number) => {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(json.length)
  return new Uint8Array(Buffer.concat([head, Buffer.from(json), Buffer.alloc(octets)]))
}

test.each([[[0, 2]], [[1, 1]], [[0, 2 ** 40]]])('octets that are not there (%j) make it no value', (reference) => {
  expect(readValue(frameOf(JSON.stringify({ a: { $bytes: reference } }), 1))).toBeUndefined()
})

test.each([[[-1, 1]], [[0, 1e300]], [[0.5, 1]], [['0', 1]], [[0]]])('%j names no octets and stays what it is', (reference) => {
  expect(readValue(frameOf(JSON.stringify({ a: { $bytes: reference } }), 1))).toEqual({ a: { $bytes: reference } })
})

test('the same octets named many times do not fill the memory', () => {
  const many = JSON.stringify(Array.from({ length: 1000 }, () => ({ $bytes: [0, 100_000] })))
  expect(readValue(frameOf(many, 100_000))).toBeUndefined()
})

test('no value can reach the prototype', () => {
  expect(Object.getPrototypeOf(readValue(frameOf('{"__proto__":{"ok":true},"constructor":1}', 0)))).toBe(Object.prototype)
})
