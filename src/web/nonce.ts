/** The server writes a fresh nonce into the page: without it the policy forbids every style that antd adds. */
export const nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? ''

/**
 * antd hands the nonce to its themes, but some of its parts (locking the page behind a dialog, measuring scroll bars) add
 * a style element without it. Every style element that our own scripts make gets the nonce; what stands in the page as
 * text is still refused.
 */
export const giveStylesTheNonce = () => {
  const create = document.createElement.bind(document)
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const element = create(name, options)
    if (element instanceof HTMLStyleElement) element.nonce = nonce
    return element
  }
}
