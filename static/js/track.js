// Tells the shop what was looked at, searched for and put into the bag: pages that are the same for everyone are not counted where they
// are made. It names nobody; the shop keeps it under a cookie that ends with the browser's session.
function tell(type, more) {
  navigator.sendBeacon('/analytics/track', new Blob([JSON.stringify({ type, ...more })], { type: 'application/json' }))
}

const viewed = document.querySelector('[data-viewed]')
const searched = document.querySelector('[data-searched]')
if (viewed) tell('product_view', { productId: viewed.dataset.viewed })
if (searched) tell('search', { data: { query: searched.dataset.searched } })

document.addEventListener('htmx:afterRequest', ({ detail: { elt, xhr, requestConfig } }) => {
  if (elt.matches('form.wish') && xhr.status === 200 && !requestConfig.path.endsWith('/removal')) {
    tell('add_to_wishlist', { productId: elt.elements.product_id.value })
  }
  if (elt.id !== 'buy' || xhr.status !== 200) return
  const { product_id: piece, quantity } = elt.elements
  tell('add_to_cart', { productId: piece.value, data: { quantity: +quantity.value } })
})
