// The sheet of filters closes when it is sent, and the address holds only what was chosen.
document.addEventListener('submit', ({ target }) => {
  if (target.matches('form:popover-open')) target.hidePopover()
})

document.addEventListener('formdata', ({ target, formData }) => {
  if (!target.matches('.facets')) return
  for (const [name, value] of [...formData]) if (value === '') formData.delete(name)
})
