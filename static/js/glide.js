// Between a list and a piece the photograph glides from the one place to the other, in browsers that can. Only one picture of a page may be
// the one that glides.
const OWN = '.gallery .strip li:first-child .photo'

function carry(address) {
  const there = new URL(address).pathname
  const card = [...document.querySelectorAll('.card')].find((one) => one.querySelector('h3 a')?.pathname === there)
  if (!card) return
  document.querySelector(OWN)?.classList.add('stays')
  card.querySelector('.photo')?.classList.add('glides')
}

function forget() {
  document.querySelectorAll('.photo:is(.glides, .stays)').forEach((photo) => photo.classList.remove('glides', 'stays'))
}

addEventListener('pageswap', ({ viewTransition, activation }) => {
  if (viewTransition && activation) carry(activation.entry.url)
})

addEventListener('pagereveal', ({ viewTransition }) => {
  forget()
  const from = window.navigation?.activation?.from?.url
  if (!viewTransition || !from) return
  carry(from)
  viewTransition.finished.then(forget)
})
