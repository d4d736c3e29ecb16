import { parsePart, PART_OPTIONS, runPart } from './part.ts'
import { UsageError } from './verb.ts'

export const summary = 'run one gateway, which seals in memory what comes in plain: web or email'
export const usage = `nightjar gateway web|email [--dir DIR] [--warn-only]

  web      forms that a browser without scripts sends
  email    an SMTP server for the line's own addresses

${PART_OPTIONS}`

export async function run(args: string[]): Promise<void> {
  const call = parsePart(args, { words: 1 })
  const [which] = call.positionals
  if (which === 'web') {
    const { startWebGateway } = await import('@nightjar/gateway/web/main')
    return runPart('gateway-web', call, startWebGateway)
  }
  if (which === 'email') {
    const { startEmailGateway } = await import('@nightjar/gateway/email/main')
    const { refuseUnsafeEdge } = await import('@nightjar/machine/hardening')
    return runPart('gateway-email', call, (config, options) => {
      refuseUnsafeEdge(options)
      return startEmailGateway(config, options)
    })
  }
  throw new UsageError('the gateways are "web" and "email"')
}
