// A part that `up` started ends when `up` does, even when `up` was killed outright: the parent holds the other end of
// this process's standard input, and the kernel closes it.

/** Ends this process by SIGTERM when standard input closes, and by force when that takes longer than `graceMs`. */
export function endWithParent(graceMs = 10_000): void {
  process.stdin.resume()
  process.stdin.once('end', endNow)
  process.stdin.once('error', endNow)

  function endNow(): void {
    process.kill(process.pid, 'SIGTERM')
    setTimeout(() => process.exit(1), graceMs).unref()
  }
}
