// The pictures of a piece: the thumbnail of the one in view is marked, arrows move the strip, and a picture opens larger, with the way to
// the next. Photographs of buyers open in the same way.
for (const gallery of document.querySelectorAll('[data-gallery]')) {
  const strip = gallery.querySelector('.strip')
  if (!strip) continue
  const pictures = [...strip.children]
  const thumbs = [...gallery.querySelectorAll('.thumbs a')]
  let here = 0

  const mark = (id) => {
    here = pictures.findIndex((picture) => picture.id === id)
    thumbs.forEach((a) => (a.hash === `#${id}` ? a.setAttribute('aria-current', 'true') : a.removeAttribute('aria-current')))
  }
  const show = (at) => pictures[at] && strip.scrollTo({ left: pictures[at].offsetLeft - strip.offsetLeft })
  const watcher = new IntersectionObserver((seen) => seen.forEach((one) => one.isIntersecting && mark(one.target.id)), { root: strip, threshold: 0.6 })
  pictures.forEach((picture) => watcher.observe(picture))

  gallery.addEventListener('click', (event) => {
    const thumb = event.target.closest('.thumbs a')
    if (!thumb) return
    event.preventDefault()
    show(thumbs.indexOf(thumb))
  })

  strip.addEventListener('keydown', (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!by || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    show(here + by)
  })
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('[data-zoom] a')
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  zoom([...link.closest('[data-zoom]').querySelectorAll('a')], link)
})

function zoom(links, first) {
  const dialog = document.getElementById('zoom').content.firstElementChild.cloneNode(true)
  const image = dialog.querySelector('img')
  const place = dialog.querySelector('output')
  let at = links.indexOf(first)

  const turn = (by) => {
    at = (at + by + links.length) % links.length
    const shown = links[at].querySelector('img')
    Object.assign(image, { src: links[at].href, alt: shown.alt, width: shown.width, height: shown.height })
    place.textContent = links.length > 1 ? `${at + 1} of ${links.length}` : ''
  }
  dialog.querySelectorAll('[data-turn]').forEach((button) => {
    button.hidden = links.length < 2
    button.addEventListener('click', () => turn(+button.dataset.turn))
  })
  dialog.addEventListener('keydown', (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (by && links.length > 1) turn(by)
  })
  dialog.addEventListener('close', () => {
    dialog.remove()
    links[at].focus({ preventScroll: true })
  })
  // What is in the middle of a picture comes first, on a phone too.
  const centre = (scroll) => scroll.scrollTo((scroll.scrollWidth - scroll.clientWidth) / 2, (scroll.scrollHeight - scroll.clientHeight) / 2)
  image.addEventListener('load', () => centre(image.closest('.scroll')))
  turn(0)
  document.body.append(dialog)
  dialog.showModal()
}
