// Suggestions under a search field, by the keyboard: arrows move, Enter opens, Escape leaves. Without this file Enter searches.
for (const input of document.querySelectorAll('[data-suggest]')) combobox(input, document.getElementById(input.dataset.suggest))

function combobox(input, list) {
  const options = () => [...list.querySelectorAll('[role=option]')]
  const attributes = { role: 'combobox', 'aria-controls': list.id, 'aria-autocomplete': 'list', 'aria-expanded': 'false' }
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value)

  function show(visible) {
    list.hidden = !visible
    input.setAttribute('aria-expanded', String(visible))
    if (!visible) choose(null)
  }

  function choose(option) {
    options().forEach((one) => one.setAttribute('aria-selected', String(one === option)))
    if (!option) return input.removeAttribute('aria-activedescendant')
    input.setAttribute('aria-activedescendant', option.id)
    option.scrollIntoView({ block: 'nearest' })
  }

  function move(by) {
    const all = options()
    if (!all.length) return
    const here = all.findIndex((one) => one.getAttribute('aria-selected') === 'true')
    show(true)
    choose(all[(here < 0 && by < 0 ? all.length - 1 : here + by + all.length) % all.length])
  }

  list.addEventListener('htmx:afterSwap', () => {
    options().forEach((option, number) => (option.id = `${list.id}-${number}`))
    input.removeAttribute('aria-activedescendant')
    show(options().length > 0 && input.value.trim() !== '')
  })

  input.addEventListener('input', () => {
    if (input.value.trim() === '') show(false)
  })

  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      move(event.key === 'ArrowDown' ? 1 : -1)
    } else if (event.key === 'Escape' && !list.hidden) {
      event.preventDefault()
      show(false)
    } else if (event.key === 'Enter') {
      const chosen = list.hidden ? null : list.querySelector('[aria-selected=true]')
      if (chosen) {
        event.preventDefault()
        chosen.click()
      }
    }
  })

  input.closest('search').addEventListener('focusout', (event) => {
    if (!event.currentTarget.contains(event.relatedTarget)) show(false)
  })
}
