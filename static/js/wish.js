// Marks the hearts of what is in the wishlist and keeps its figure. Pages are the same for everyone, so this asks for the marks: once, and
// only where the cookie says that there are any. Without this file a heart is a form that leads to the wishlist.
let wished = new Set()
let known = false
const number = () => +(document.cookie.match(/(?:^|; )wishes=(\d+)/)?.[1] ?? 0)
const heart = (form) => [...form.elements].find((one) => one.matches('.heart'))

function mark() {
  for (const form of document.querySelectorAll('form.wish')) {
    heart(form)?.setAttribute('aria-pressed', wished.has(form.elements.product_id.value))
  }
  for (const figure of document.querySelectorAll('.wish-count')) {
    const words = Object.assign(document.createElement('span'), { className: 'unseen', textContent: ', pieces: ' })
    figure.hidden = number() === 0
    figure.replaceChildren(words, String(number()))
  }
}

async function learn() {
  if (number() && document.querySelector('form.wish')) {
    const answer = await fetch('/wishlist/marks')
    if (answer.ok) wished = new Set(await answer.json())
    known = answer.ok
  }
  mark()
}

document.addEventListener('htmx:configRequest', ({ detail }) => {
  const form = detail.elt
  if (!form.matches('form.wish')) return
  const id = form.elements.product_id.value
  if (wished.has(id)) detail.path = `${detail.path}/${id}/removal`
})

document.addEventListener('htmx:afterRequest', ({ detail: { elt, xhr, requestConfig } }) => {
  if (!elt.matches('form.wish') || xhr.status !== 200) return
  const id = elt.elements.product_id.value
  if (requestConfig.path.endsWith('/removal')) wished.delete(id)
  else wished.add(id)
  mark()
})

// Hearts may come later, with the pieces that were looked at last.
document.addEventListener('htmx:afterSettle', () => (known ? mark() : learn().catch(mark)))
addEventListener('pageshow', ({ persisted }) => persisted && learn())
learn().catch(mark)
