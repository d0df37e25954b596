// Opens a dialog for whatever says data-drawer="id"; without this file the same link leads to a page. An answer opens one with the
// header HX-Trigger: {"drawer": {"id": "bag"}}. The dialog itself keeps focus inside, closes on Escape and gives focus back.
const sentences = document.getElementById('live')

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
