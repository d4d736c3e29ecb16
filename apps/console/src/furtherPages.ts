/** The other pages: fetched as soon as the first ones stand. */
import EventPage from './event/EventPage.svelte'
import EventsPage from './event/EventsPage.svelte'
import DraftPage from './release/DraftPage.svelte'
import ReleasePage from './release/ReleasePage.svelte'
import ReleasesPage from './release/ReleasesPage.svelte'

export const furtherPages = {
  events: EventsPage, event: EventPage, draft: DraftPage, releases: ReleasesPage, release: ReleasePage,
}
export type FurtherPages = typeof furtherPages
