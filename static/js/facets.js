// The sheet of filters closes when it is sent, the address holds only what was chosen, and the focus stays in the list.
document.addEventListener('submit', ({ target }) => {
  if (target.matches('form:popover-open')) target.hidePopover()
})

document.addEventListener('formdata', ({ target, formData }) => {
  if (!target.matches('.facets')) return
  for (const [name, value] of [...formData]) if (value === '') formData.delete(name)
})

// What was pressed may be gone with the answer: a filter taken away, the last "Show more".
document.addEventListener('htmx:afterSettle', ({ detail: { requestConfig } }) => {
  if (document.activeElement !== document.body || !requestConfig) return
  const id = requestConfig.elt.id === 'more' ? 'pager' : 'results'
  const among = requestConfig.elt.closest('.reviews') && id === 'results' ? 'reviews' : id
  document.getElementById(among)?.focus({ preventScroll: true })
})
