// The buttons beside a number. The number says "change" as if it had been typed, so that a form around it can answer.
function settle(box) {
  const number = box.querySelector('input')
  box.querySelector('[data-by="-1"]').disabled = +number.value <= +number.min
  box.querySelector('[data-by="1"]').disabled = +number.value >= +number.max
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
