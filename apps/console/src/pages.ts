/** The console's pages, by the name their route gives them. */
import DraftPage from './release/DraftPage.svelte'
import EventPage from './event/EventPage.svelte'
import EventsPage from './event/EventsPage.svelte'
import QueuePage from './queue/QueuePage.svelte'
import ReleasePage from './release/ReleasePage.svelte'
import ReleasesPage from './release/ReleasesPage.svelte'
import TipPage from './tip/TipPage.svelte'

export const pages = {
  queue: QueuePage,
  tip: TipPage,
  events: EventsPage,
  event: EventPage,
  draft: DraftPage,
  releases: ReleasesPage,
  release: ReleasePage,
}
export type Pages = typeof pages
