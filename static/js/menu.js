// The mega-menu opens and closes by itself, as details do; here Escape closes it and gives the focus back, the arrow down leads into it, and it
// closes when one goes elsewhere.
const menu = document.querySelector('details[name=mega]')
const head = menu?.querySelector('summary')

function close(focus) {
  menu.open = false
  if (focus) head.focus()
}

menu?.addEventListener('keydown', (event) => {
  const links = [...menu.querySelectorAll('.mega a')]
  const here = links.indexOf(document.activeElement)
  if (event.key === 'Escape' && menu.open) {
    event.preventDefault()
    close(true)
  } else if (event.key === 'ArrowDown' || (event.key === 'ArrowUp' && here >= 0)) {
    event.preventDefault()
    menu.open = true
    if (event.key === 'ArrowUp' && here === 0) head.focus()
    else links[event.key === 'ArrowUp' ? here - 1 : Math.min(here + 1, links.length - 1)].focus()
  }
})

menu?.addEventListener('focusout', ({ relatedTarget }) => {
  if (relatedTarget && !menu.contains(relatedTarget)) close(false)
})

document.addEventListener('pointerdown', ({ target }) => {
  if (menu?.open && !menu.contains(target)) close(false)
})
