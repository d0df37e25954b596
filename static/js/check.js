// What the shop says of a field that was just left stands at the field and is tied to it. A PIN code brings city and state along, which are
// filled in where nothing was typed. The field itself is never exchanged: somebody may be typing in it again. Before it has settled, what is
// new still has the class of what it replaces.
document.addEventListener('htmx:afterSettle', ({ target }) => {
  const field = target.dataset?.said && document.getElementById(target.dataset.said)
  if (!field) return
  const note = target.firstElementChild
  tie(field, 'aria-describedby', note?.id)
  tie(field, 'aria-invalid', note?.matches('.error') && 'true')
  for (const [name, value] of Object.entries(note?.dataset ?? {})) fill(field.form?.elements[name], value)
})

function tie(field, attribute, value) {
  if (value) field.setAttribute(attribute, value)
  else field.removeAttribute(attribute)
}

function fill(field, value) {
  if (!field || field.value) return
  field.value = value
  // Whoever is about to type there replaces it.
  if (field === document.activeElement) field.select?.()
  // It was asked for in vain before, perhaps.
  if (field.ariaInvalid) field.dispatchEvent(new Event('change', { bubbles: true }))
}
