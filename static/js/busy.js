// A sign when an answer takes more than 300 ms, and a sentence with "Try again" when it does not come.
const SLOW = 300
const waiting = new Map()

document.addEventListener('htmx:beforeRequest', ({ detail }) => {
  waiting.set(detail.xhr, setTimeout(() => show(detail.elt, true), SLOW))
})

document.addEventListener('htmx:afterRequest', ({ detail }) => {
  clearTimeout(waiting.get(detail.xhr))
  waiting.delete(detail.xhr)
  show(detail.elt, false)
})

document.addEventListener('htmx:sendError', ({ detail }) => {
  tell(navigator.onLine ? 'The shop could not be reached.' : 'You are offline.', detail)
})
document.addEventListener('htmx:timeout', ({ detail }) => tell('No answer came in time.', detail))
document.addEventListener('htmx:responseError', ({ detail }) => tell(sentence(detail.xhr), detail))

// A plain form shows the same sign on its button; the browser leaves the page, or comes back to it later.
document.addEventListener('submit', ({ target, submitter, defaultPrevented }) => {
  if (!defaultPrevented && target.method === 'post') setTimeout(() => submitter?.setAttribute('aria-busy', 'true'), SLOW)
})
addEventListener('pageshow', ({ persisted }) => {
  if (!persisted) return
  document.querySelectorAll('[aria-busy=true]:is(button, a)').forEach((button) => button.removeAttribute('aria-busy'))
})

function show(element, busy) {
  document.documentElement.toggleAttribute('data-busy', busy || waiting.size > 0)
  const button = element.matches('form') ? element.querySelector('.button:not([type=button])') : element.closest('.button')
  if (busy) button?.setAttribute('aria-busy', 'true')
  else button?.removeAttribute('aria-busy')
}

// The shop answers HTMX with one plain sentence; whatever else stands between answers with a page.
function sentence(xhr) {
  if (xhr.getResponseHeader('Content-Type')?.startsWith('text/plain')) return xhr.responseText
  return xhr.status >= 500 ? 'Something broke on our side.' : 'That did not work.'
}

function tell(words, { elt, requestConfig }) {
  const toast = Object.assign(document.createElement('div'), { className: 'toast' })
  const again = Object.assign(document.createElement('button'), { className: 'link', type: 'button', textContent: 'Try again' })
  again.addEventListener('click', () => {
    toast.remove()
    if (elt.isConnected) window.htmx.trigger(elt, requestConfig.triggeringEvent?.type ?? 'click')
    else location.reload()
  })
  toast.append(Object.assign(document.createElement('p'), { textContent: words }), again)
  document.getElementById('live').replaceChildren(toast)
}
