/** The fork with ciphers has the interface of better-sqlite3, and no types that its package.json would name. */
declare module 'better-sqlite3-multiple-ciphers' {
  import Database from 'better-sqlite3'
  export = Database
}
