/** Thrown by a task that will not handle its input; the code reaches the program, nothing else does. */
export class TaskRefused extends Error {
  override name = 'TaskRefused'
  readonly code: Uppercase<string>

  constructor(code: Uppercase<string>) {
    super(code)
    this.code = code
  }
}
