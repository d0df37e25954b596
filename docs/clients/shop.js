// A small client of the shop for browsers: fetch, and the cookies that POST /login sets. A module without dependencies.
//
//   import { Shop, Refused } from './shop.js'
//   const shop = new Shop('https://shop.example.in')
//   await shop.signIn('asha@example.in', 'violet kite over Pune')
//   for await (const product of shop.products({ category: 'rings', sort: 'price_asc' })) …

/**
 * @typedef {object} Product
 * @property {string} id
 * @property {string} name
 * @property {string} slug
 * @property {number} price in rupees
 * @property {boolean} inStock
 * @property {number | null} noOfProducts null: made to order
 *
 * @typedef {object} Line
 * @property {string} id
 * @property {string} productId
 * @property {number} quantity
 * @property {Product | null} product
 *
 * @typedef {object} User
 * @property {string} id
 * @property {string} email
 * @property {'Admin' | 'User'} role
 *
 * @typedef {object} Placed
 * @property {string} id of the payment gateway
 * @property {number} amount in paise
 * @property {string} currency
 * @property {string} orderId the shop's number
 */

/** The shop said no: `errors` has a sentence for each field, `facts` what helps to recover. */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {{ code: number, message: string, result: any }} said
   */
  constructor(status, said) {
    super(said.message)
    this.status = status
    this.code = said.code
    /** @type {Record<string, string>} */
    this.errors = said.result?.errors ?? {}
    this.facts = said.result ?? {}
  }
}

export class Shop {
  /** @param {string} address of the shop, without a slash at the end */
  constructor(address) {
    this.address = address
  }

  /**
   * @param {string} username or e-mail address
   * @param {string} password
   * @returns {Promise<User>}
   */
  async signIn(username, password) {
    return (await this.#ask('POST', '/login', { username, password })).result
  }

  /** @returns {Promise<void>} */
  async signOut() {
    await this.#ask('POST', '/logout')
  }

  /**
   * Every product that meets the conditions, page by page as they are looked at.
   * @param {Record<string, string>} [conditions] as /auth/products/filter takes them
   * @returns {AsyncGenerator<Product>}
   */
  async *products(conditions = {}) {
    /** @type {string | undefined} */
    let path = `/auth/products/filter?${new URLSearchParams({ ...conditions, page: '1' })}`
    while (path) {
      const { result, headers } = await this.#ask('GET', path)
      yield* result
      path = nextPage(headers.get('Link'))
    }
  }

  /** @returns {Promise<Line[]>} */
  async cart() {
    return (await this.#ask('GET', '/cart')).result
  }

  /**
   * May be called again when no answer came: the key sees to it that the pieces are added once.
   * @param {string} productId
   * @param {number} [quantity]
   * @param {string} [key]
   * @returns {Promise<void>}
   */
  async add(productId, quantity = 1, key = crypto.randomUUID()) {
    await this.#ask('POST', '/cart/add', { productId, quantity }, { 'Idempotency-Key': key })
  }

  /**
   * An order of the cart, at the shop's prices; what it answers is what the payment window wants.
   * @param {string} [key]
   * @returns {Promise<Placed>}
   */
  async order(key = crypto.randomUUID()) {
    return (await this.#ask('POST', '/order', {}, { 'Idempotency-Key': key })).result
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {object} [body]
   * @param {Record<string, string>} [more] headers
   * @returns {Promise<{ result: any, headers: Headers }>}
   */
  async #ask(method, path, body, more = {}) {
    const answer = await fetch(this.address + path, {
      method,
      credentials: 'include',
      headers: { 'Content-Type': 'application/json', ...more },
      body: body && JSON.stringify(body),
    })
    const said = await answer.json()
    if (!answer.ok) throw new Refused(answer.status, said)
    return { result: said.result, headers: answer.headers }
  }
}

/**
 * @param {string | null} link the header of a list
 * @returns {string | undefined} path and query of its next page
 */
function nextPage(link) {
  const address = link?.match(/<([^>]+)>; rel="next"/)?.[1]
  return address && new URL(address).pathname + new URL(address).search
}
