/** The pages a shift begins with: a chunk of its own, fetched while the passphrase is being typed. */
import QueuePage from './queue/QueuePage.svelte'
import TipPage from './tip/TipPage.svelte'

export const pages = { queue: QueuePage, tip: TipPage }
export type Pages = typeof pages
