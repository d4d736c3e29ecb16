import { expect, test } from 'vitest'
import { isOnlyNumbers, placeLabel } from './placeName.ts'

test.each(['36.329333, 43.200189', '36°19\'45"N 43°12\'00"E', '٣٦٫٣ ٤٣٫٢'.replaceAll('٫', '.'), '',
  '-33.9 +151.2'])('%s is only numbers', (name) => {
  expect(isOnlyNumbers(name)).toBe(true)
})

test.each(['حي الزهور', 'Km 17', 'گۆگجەلی', 'New Sinjar'])('%s is a name', (name) => {
  expect(isOnlyNumbers(name)).toBe(false)
})

test('a place is called by its name, else by the nearest, else by its numbers', () => {
  expect(placeLabel({ lat: 1, lon: 2, name: 'Gogjali' }, 'Mosul')).toBe('Gogjali')
  expect(placeLabel({ lat: 1, lon: 2, name: '1.0, 2.0' }, 'Mosul')).toBe('Mosul')
  expect(placeLabel({ lat: 1, lon: 2, name: '1.0, 2.0' }, '')).toBe('1.00000, 2.00000')
  expect(placeLabel({ lat: 1, lon: 2, name: '' }, undefined)).toBe('1.00000, 2.00000')
})
