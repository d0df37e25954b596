// The buttons beside a number, which goes no further than what can be had just now. The number says "change" as if it had been typed, so that a form around it can answer.
function settle(box) {
  const number = box.querySelector('input')
  const [fewer, more] = box.querySelectorAll('[data-by]')
  const focused = document.activeElement
  fewer.disabled = +number.value <= +number.min
  more.disabled = +number.value >= +number.max
  // A button that goes dead would drop the focus.
  if (focused === more && more.disabled) fewer.focus()
  if (focused === fewer && fewer.disabled) more.focus()
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-stepper] [data-by]')
  if (!button) return
  const box = button.closest('[data-stepper]')
  const number = box.querySelector('input')
  number.value = Math.min(+number.max, Math.max(+number.min, +number.value + +button.dataset.by))
  settle(box)
  number.dispatchEvent(new Event('change', { bubbles: true }))
})

document.addEventListener('change', (event) => {
  const box = event.target.closest('[data-stepper]')
  if (box) settle(box)
})

// A piece's page is kept, its stock comes live.
document.addEventListener('htmx:afterSettle', ({ target }) => {
  const most = target.querySelector(':scope > [data-most]')?.dataset.most
  const box = most && target.closest('form')?.querySelector('[data-stepper]')
  if (!box) return
  const number = box.querySelector('input')
  number.max = most
  number.value = Math.min(+number.value, +most)
  settle(box)
})
