/** `z***@example.cn`: enough to know one's own by. */
export const maskEmail = (email: string) => {
  const [name = '', host = ''] = email.split('@')
  return `${name.slice(0, 1)}***@${host}`
}
