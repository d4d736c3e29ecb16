/**
 * Where everything lies in the folder that `nightjar init DIR` makes. One place that knows, so that no program spells
 * a path of another.
 *
 *   nightjar.toml        the configuration every program reads
 *   kinds/               what can be reported; the operator edits it
 *   public/              root.pub (32 octets, raw Ed25519), keylist.bin: nothing here is secret
 *   offline/             keyslot.json, root.key, recovery.key, epochs/N.key: belongs on another machine
 *   desk/                keyslot.json, part.key, epochs/N.key, tls.*, intake.crt, cap.*, store.db, attachments/
 *   intake/              tls.*, desk.crt, edges.json, store.db, attachments/, board.bin
 *   gateway/             edge-web.token, edge-email.token, keylist.bin
 *
 * Secret keys of the desk lie under its master key (master.ts), which lies in the keyslot under the desk's passphrase
 * and the destroyable part: without part.key the passphrase opens nothing.
 */
import { join } from 'node:path'

export type EdgeLane = 'edge-web' | 'edge-email'
export const EDGE_LANES: readonly EdgeLane[] = ['edge-web', 'edge-email']

/** Names under which secrets are sealed with `sealUnderMaster`: a file cannot be passed off as another. */
export const SEALED_NAMES = {
  epoch: (epoch: number) => `epoch ${epoch}`,
  root: 'root.key',
  recovery: 'recovery.key',
  tlsKey: 'tls.key',
  capKey: 'cap.key',
} as const

/** The offline folder stands alone, because it does not stay where it was made. */
export interface OfflinePaths {
  dir: string; keyslot: string; root: string; recovery: string; epochs: string; epoch: (epoch: number) => string
}

export interface LinePaths {
  config: string
  kinds: string
  public: { dir: string; root: string; keyList: string }
  offline: OfflinePaths
  desk: {
    dir: string; keyslot: string; part: string; epochs: string; epoch: (epoch: number) => string
    /** PEM under the master key (SEALED_NAMES.tlsKey), and the certificate in the clear. */
    tlsKey: string; tlsCertificate: string
    /** The certificate that intake's desk listener must show. */
    intakeCertificate: string
    /** PEM (PKCS#8, RSA-3072) under the master key (SEALED_NAMES.capKey), and the certificate in the clear. */
    capKey: string; capCertificate: string
    store: string; attachments: string
  }
  intake: {
    dir: string; tlsKey: string; tlsCertificate: string
    /** The only client certificate that the desk listener accepts. */
    deskCertificate: string
    /** JSON {lane: hex of SHA-256 of the token as UTF-8 text}. */
    edges: string; store: string; attachments: string; board: string; keyList: string
  }
  gateway: { dir: string; keyList: string; token: (lane: EdgeLane) => string }
}

export function linePaths(dir: string): LinePaths {
  const at = (...parts: string[]) => join(dir, ...parts)
  return {
    config: at('nightjar.toml'),
    kinds: at('kinds'),
    public: { dir: at('public'), root: at('public', 'root.pub'), keyList: at('public', 'keylist.bin') },
    offline: offlinePaths(at('offline')),
    desk: {
      dir: at('desk'), keyslot: at('desk', 'keyslot.json'), part: at('desk', 'part.key'),
      epochs: at('desk', 'epochs'), epoch: (epoch) => at('desk', 'epochs', `${epoch}.key`),
      tlsKey: at('desk', 'tls.key'), tlsCertificate: at('desk', 'tls.crt'), intakeCertificate: at('desk', 'intake.crt'),
      capKey: at('desk', 'cap.key'), capCertificate: at('desk', 'cap.crt'),
      store: at('desk', 'store.db'), attachments: at('desk', 'attachments'),
    },
    intake: {
      dir: at('intake'), tlsKey: at('intake', 'tls.key'), tlsCertificate: at('intake', 'tls.crt'),
      deskCertificate: at('intake', 'desk.crt'), edges: at('intake', 'edges.json'), store: at('intake', 'store.db'),
      attachments: at('intake', 'attachments'), board: at('intake', 'board.bin'), keyList: at('intake', 'keylist.bin'),
    },
    gateway: {
      dir: at('gateway'), keyList: at('gateway', 'keylist.bin'), token: (lane) => at('gateway', `${lane}.token`),
    },
  }
}

export function offlinePaths(dir: string): OfflinePaths {
  const at = (...parts: string[]) => join(dir, ...parts)
  return {
    dir, keyslot: at('keyslot.json'), root: at('root.key'), recovery: at('recovery.key'), epochs: at('epochs'),
    epoch: (epoch) => at('epochs', `${epoch}.key`),
  }
}
