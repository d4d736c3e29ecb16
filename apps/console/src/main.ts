import './style/base.css'
import { mount } from 'svelte'
import App from './App.svelte'
import { useLanguage } from './i18n/language.svelte.ts'
import { startSession } from './shell/session.svelte.ts'
import { keepSettings, settings } from './shell/settings.svelte.ts'

const target = document.querySelector('#console')
if (target === null) throw new Error('index.html has no #console')
keepSettings()
await useLanguage(settings.lang)
mount(App, { target })
startSession()
