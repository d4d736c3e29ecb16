export type AnalysisErrorCode = 'KIND_INVALID' | 'PROFILE_INVALID' | 'GAZETTEER_ROW' | 'LINK_STATE' | 'REPORT_INVALID'

/** Words say what to do; they never carry a tip's text. */
export class AnalysisError extends Error {
  readonly code: AnalysisErrorCode
  constructor(code: AnalysisErrorCode, message: string) {
    super(message)
    this.name = 'AnalysisError'
    this.code = code
  }
}
