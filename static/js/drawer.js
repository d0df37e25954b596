// Opens a dialog for whatever says data-drawer="id"; without this file the same link leads to a page. An answer opens one with the
// header HX-Trigger: {"drawer": {"id": "bag"}}. The dialog itself keeps focus inside, closes on Escape and gives focus back.
const sentences = document.getElementById('live')
let scrolled = 0

function open(drawer) {
  if (drawer.open) return
  drawer.showModal()
  // Outside of an open dialog nothing is read aloud, so what is said goes with it.
  drawer.append(sentences)
  drawer.addEventListener('close', () => document.body.append(sentences), { once: true })
}

document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-drawer]')
  const drawer = opener && document.getElementById(opener.dataset.drawer)
  if (drawer) {
    event.preventDefault()
    open(drawer)
    return
  }
  const shown = event.target.closest('dialog[open]')
  if (shown && (event.target === shown || event.target.closest('[data-close]'))) shown.close()
})

document.addEventListener('drawer', ({ detail }) => {
  const drawer = document.getElementById(detail.id)
  if (drawer) open(drawer)
})

// The bag is exchanged as a whole by each change: what one was looking at stays in view, and the focus stays in the bag even when what had
// it is gone.
document.addEventListener('htmx:beforeSwap', ({ detail }) => {
  scrolled = detail.target.querySelector(':scope > .lines')?.scrollTop ?? 0
})

document.addEventListener('htmx:afterSwap', ({ target }) => {
  if (!target.matches('[data-bag]')) return
  target.querySelector(':scope > .lines')?.scrollTo({ top: scrolled, behavior: 'instant' })
  target.querySelector('[role=alert]')?.scrollIntoView({ block: 'nearest' })
})

document.addEventListener('htmx:afterSettle', ({ target }) => {
  const lost = document.activeElement === document.body || document.activeElement === target.closest('dialog')
  if (target.matches('[data-bag]') && lost) (target.querySelector('[data-focus], [data-close]') ?? document.getElementById('main')).focus()
})
