// What was looked at lately stays in this browser; pages that show it ask the shop for the cards.
const KEPT = 8
const here = document.querySelector('[data-viewed]')?.dataset.viewed
const place = document.querySelector('[data-seen]')

let seen = []
try {
  seen = JSON.parse(localStorage.getItem('seen') ?? '[]').filter((one) => one !== here)
  if (here) localStorage.setItem('seen', JSON.stringify([here, ...seen].slice(0, KEPT + 1)))
} catch {
  // A browser that keeps nothing, or another's entry: then nothing is shown.
}

if (place && seen.length) {
  const asked = new URLSearchParams(seen.slice(0, KEPT).map((one) => ['p', one]))
  // Below what is in view, so that nothing moves under the reader.
  new IntersectionObserver((entries, watcher) => {
    if (!entries.some((entry) => entry.isIntersecting)) return
    watcher.disconnect()
    window.htmx.ajax('GET', `${place.dataset.seen}?${asked}`, { target: place, source: place, swap: 'beforeend' })
  }, { rootMargin: '600px' }).observe(place)
}
