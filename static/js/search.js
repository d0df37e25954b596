// Suggestions under a search field, by the keyboard: arrows move, Enter opens, Escape leaves. Without this file Enter searches.
// What was searched for stays in this browser, where it can be forgotten; an empty field offers it again.
const KEPT = 6

function past() {
  try {
    return JSON.parse(localStorage.getItem('searches') ?? '[]').filter((one) => typeof one === 'string').slice(0, KEPT)
  } catch {
    return []
  }
}

function keep(searches) {
  try {
    localStorage.setItem('searches', JSON.stringify(searches.slice(0, KEPT)))
  } catch {
    // A browser that keeps nothing offers nothing.
  }
}

const found = document.querySelector('[data-searched]')?.dataset.searched
if (found) keep([found, ...past().filter((one) => one.toLowerCase() !== found.toLowerCase())])

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
    show(options().length > 0 && document.activeElement === input)
  })

  function offer() {
    if (input.value.trim() !== '') return
    show(false)
    if (!past().length) return
    const asked = new URLSearchParams(past().map((one) => ['past', one]))
    window.htmx.ajax('GET', `${input.dataset.hxGet}?${asked}`, { target: list })
  }
  // For nothing nothing is suggested, and what was offered instead stays.
  input.addEventListener('htmx:beforeRequest', (event) => {
    if (input.value.trim() === '') event.preventDefault()
  })
  input.addEventListener('input', offer)
  input.addEventListener('focus', offer)

  list.addEventListener('click', (event) => {
    if (!event.target.closest('[data-forget]')) return
    event.preventDefault()
    keep([])
    show(false)
    list.replaceChildren()
    input.focus()
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
