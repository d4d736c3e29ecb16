/**
 * The policy under which the console's pages run. The server that serves them sends it as `Content-Security-Policy`.
 * Nothing inline, nothing from elsewhere, no frame in either direction, and markup only by Svelte's own templates.
 */
export const consoleCsp = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html',
].join('; ')
