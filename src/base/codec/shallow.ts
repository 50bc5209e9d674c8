/**
 * Whether a plain value is nested no deeper than this. It never looks deeper,
 * so no value uses up the stack; what would follow one to its end may do so
 * afterwards.
 */
export function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 &&
    Object.values(value).every((each) => isShallow(each, depth - 1));
}
