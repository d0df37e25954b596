// Keys of the back office: / searches and Escape leaves the field, g and a letter go to a room, j and k move in a list, x selects, Enter opens, Ctrl+Enter saves.
const typing = (element) => element.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]')
let going = -Infinity

document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.target.closest('form')?.requestSubmit()
    return
  }
  if (event.key === 'Escape' && event.target.matches('[data-slash]')) event.target.blur()
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return
  if (event.key === '/') {
    event.preventDefault()
    document.querySelector('[data-slash]')?.focus()
  } else if (event.key === 'g') {
    going = event.timeStamp
  } else if (event.timeStamp - going < 1000) {
    going = -Infinity
    document.querySelector(`[data-go="${CSS.escape(event.key)}"]`)?.click()
  } else {
    walk(event.key)
  }
})

function walk(key) {
  const rows = [...document.querySelectorAll('[data-list] tbody tr')]
  if (!rows.length) return
  const here = rows.findIndex((row) => row.contains(document.activeElement))
  const to = { j: Math.min(here + 1, rows.length - 1), k: Math.max(here - 1, 0) }[key]
  if (to !== undefined) rows[to].querySelector('a')?.focus()
  if (key === 'x' && here >= 0) rows[here].querySelector('[type=checkbox]')?.click()
}

document.addEventListener('change', (event) => {
  const list = event.target.closest('[data-list]')
  if (list) count(list, event.target)
})
document.addEventListener('reset', ({ target }) => {
  if (target.matches('[data-list]')) setTimeout(() => count(target, target))
})

function count(list, changed) {
  const boxes = [...list.querySelectorAll('tbody [type=checkbox]')]
  const all = list.querySelector('[data-all]')
  if (changed === all) boxes.forEach((box) => (box.checked = all.checked))
  const chosen = boxes.filter((box) => box.checked).length
  if (all) Object.assign(all, { indeterminate: chosen > 0 && chosen < boxes.length, checked: chosen === boxes.length })
  const figure = list.querySelector('.bulk b')
  if (figure) figure.textContent = chosen
}
