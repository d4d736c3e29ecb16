import { defineConfig } from 'vitest/config'

const never = ['**/node_modules/**', '**/dist/**']

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['**/*.test.ts'], exclude: [...never, 'test-e2e/**'], testTimeout: 120_000 } },
      {
        test: {
          name: 'e2e', include: ['test-e2e/**/*.test.ts'], exclude: never,
          testTimeout: 240_000, hookTimeout: 120_000, fileParallelism: false,
        },
      },
    ],
  },
})
