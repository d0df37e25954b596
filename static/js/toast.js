// A toast goes by itself after ten seconds, but not while somebody points at it or stands in it.
const STAY = 10_000

function leave(toast) {
  setTimeout(() => (toast.matches(':hover, :focus-within') ? leave(toast) : toast.remove()), STAY)
}

const live = document.getElementById('live')
new MutationObserver((changes) => {
  for (const { addedNodes } of changes) for (const node of addedNodes) if (node.matches?.('[data-toast]')) leave(node)
}).observe(live, { childList: true })
live.querySelectorAll('[data-toast]').forEach(leave)
