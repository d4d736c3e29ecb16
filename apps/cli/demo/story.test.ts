import sharp from 'sharp'
import { expect, test } from 'vitest'
import { CANARY_PREFIX, searchBytes } from '../../../testing/canaries.ts'
import { EAST } from './city.ts'
import { jpegWithMetadata, pngWithText } from './photo.ts'
import { tellStory } from './story.ts'

const now = 1_790_000_000
const story = tellStory({ seed: 1, now })
const of = (chapter: string) => story.filter((tip) => tip.chapter === chapter)

test('is the same story every time, and another one for another seed', () => {
  expect(tellStory({ seed: 1, now })).toEqual(story)
  expect(tellStory({ seed: 2, now })).not.toEqual(story)
})

test('has six hundred tips in three languages over four channels', () => {
  expect(story.length).toBe(600)
  const count = (key: 'lang' | 'channel') => Object.groupBy(story, (tip) => tip[key])
  expect(Object.keys(count('lang')).sort()).toEqual(['ar', 'ckb', 'en'])
  expect(count('channel').web?.length).toBeGreaterThanOrEqual(12)
  expect(count('channel').web?.length).toBeLessThanOrEqual(16)
  expect(count('channel').email?.length).toBeGreaterThan(80)
  expect(count('channel').webNoScript?.length).toBeGreaterThan(80)
  expect(count('channel').api?.length).toBeGreaterThan(150)
})

test('every tip carries its own word in text and place, and leaves no slot unfilled', () => {
  expect(new Set(story.map((tip) => tip.word)).size).toBe(600)
  for (const tip of story) {
    expect(tip.text).toContain(tip.word)
    expect(tip.text).not.toMatch(/[{}]/)
    expect(tip.place.name).toContain(CANARY_PREFIX)
    for (const from of tip.heardFrom) expect(from).toContain(CANARY_PREFIX)
    expect(tip.when.from).toBeLessThanOrEqual(tip.when.to)
  }
})

test('nothing arrives before it happened, nor after the story\'s end', () => {
  for (const tip of story) {
    expect(tip.arrives).toBeGreaterThanOrEqual(tip.when.from)
    expect(tip.arrives).toBeLessThanOrEqual(now)
  }
  expect(story.map((tip) => tip.arrives)).toEqual(story.map((tip) => tip.arrives).sort((a, b) => a - b))
})

test('the rumour shares few origins; the denunciation has many senders and one hour', () => {
  expect(of('rumour').length).toBe(60)
  expect(new Set(of('rumour').flatMap((tip) => tip.heardFrom)).size).toBeLessThanOrEqual(3)
  const times = of('denunciation').map((tip) => tip.when.from)
  expect(new Set(of('denunciation').map((tip) => tip.source)).size).toBe(24)
  expect(Math.max(...times) - Math.min(...times)).toBeLessThan(2 * 3600)
})

test('what couriers bring is at least a day old and comes in eight bundles', () => {
  expect(new Set(of('late').map((tip) => tip.bundle)).size).toBe(8)
  for (const tip of of('late')) expect(tip.arrives - tip.when.to).toBeGreaterThan(0)
  const medianDelay = of('late').map((tip) => tip.arrives - tip.when.to).sort((a, b) => a - b)[60] ?? 0
  expect(medianDelay).toBeGreaterThan(86_400)
})

test('the car bomb is told urgently in one place by two lines', () => {
  const tips = of('carBomb')
  expect(tips.every((tip) => tip.urgency === 3 && Math.abs(tip.place.lat - (EAST[8]?.lat ?? 0)) < 0.01)).toBe(true)
  expect(new Set(tips.map((tip) => tip.source)).size).toBe(4)
})

test('pictures are real pictures whose metadata carries words', async () => {
  const jpeg = jpegWithMetadata({
    description: `${CANARY_PREFIX}aaaaaaaa`,
    owner: `${CANARY_PREFIX}bbbbbbbb`,
    comment: 'c',
  })
  const png = pngWithText([1, 2, 3], { plain: `${CANARY_PREFIX}cccccccc`, compressed: `${CANARY_PREFIX}dddddddd` })
  expect(await sharp(jpeg).metadata()).toMatchObject({ format: 'jpeg', width: 48, height: 32 })
  expect((await sharp(jpeg).metadata()).exif?.includes(`${CANARY_PREFIX}aaaaaaaa`)).toBe(true)
  expect(await sharp(png).metadata()).toMatchObject({ format: 'png', width: 64, height: 48 })
  expect(searchBytes(jpeg, 'j').map((hit) => hit.dress)).toEqual(['utf-8', 'utf-8', 'utf-16'])
  expect(searchBytes(png, 'p').map((hit) => hit.within.join())).toEqual(['', 'zlib'])
})
