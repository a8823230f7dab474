/** "说出来有用吗" in words for the child's age. */
export const usefulnessQuestion = (age: number): string => {
  if (age < 8) return '你把这件事告诉大人以后，有没有好一点？'
  return age < 14 ? '你把这件事说出来，有用吗？' : '当初把这件事说出来，你觉得对你有用吗？'
}
