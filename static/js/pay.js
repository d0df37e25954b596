// Opens Razorpay's window over the page; without this file, or without theirs, the same form leads to their page.
const form = document.querySelector('[data-pay]')

form?.addEventListener('submit', (event) => {
  if (!window.Razorpay) return
  event.preventDefault()
  const given = Object.fromEntries(new FormData(form))
  new window.Razorpay({
    key: given.key_id,
    order_id: given.order_id,
    amount: given.amount,
    currency: given.currency,
    name: given.name,
    description: given.description,
    prefill: { name: given['prefill[name]'], email: given['prefill[email]'], contact: given['prefill[contact]'] },
    callback_url: given.callback_url,
    redirect: true,
  }).open()
})
