// Marks the thumbnail of the picture in view, moves the strip without moving the page, and shows a picture larger.
for (const gallery of document.querySelectorAll('[data-gallery]')) {
  const strip = gallery.querySelector('.strip')
  if (!strip) continue
  const thumbs = [...gallery.querySelectorAll('.thumbs a')]
  const mark = (id) => thumbs.forEach((a) => (a.hash === `#${id}` ? a.setAttribute('aria-current', 'true') : a.removeAttribute('aria-current')))
  const watcher = new IntersectionObserver((seen) => seen.forEach((one) => one.isIntersecting && mark(one.target.id)), { root: strip, threshold: 0.6 })
  strip.querySelectorAll('li').forEach((picture) => watcher.observe(picture))

  gallery.addEventListener('click', (event) => {
    const thumb = event.target.closest('.thumbs a')
    const picture = event.target.closest('.strip a')
    if (thumb) {
      event.preventDefault()
      strip.scrollTo({ left: document.querySelector(thumb.hash).offsetLeft - strip.offsetLeft })
    } else if (picture) {
      event.preventDefault()
      zoom(picture)
    }
  })
}

function zoom(picture) {
  const dialog = document.createElement('dialog')
  dialog.className = 'zoom'
  dialog.setAttribute('aria-label', 'The picture, larger')
  const scroll = Object.assign(document.createElement('div'), { className: 'scroll', tabIndex: 0 })
  scroll.append(Object.assign(document.createElement('img'), { src: picture.href, alt: picture.querySelector('img').alt }))
  const close = Object.assign(document.createElement('button'), { className: 'icon-button', textContent: '×' })
  close.setAttribute('aria-label', 'Close')
  close.dataset.close = ''
  dialog.append(close, scroll)
  dialog.addEventListener('close', () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}
