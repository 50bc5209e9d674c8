/** Which node an error is of: errors are told by others than those who met them. */
const nodes = new WeakMap<object, string>();

/** Notes at which node an error came up first; only an object can bear it. */
export function blame(error: unknown, node: string): void {
  if (typeof error !== "object" || error === null || nodes.has(error)) return;
  nodes.set(error, node);
}

/** The name of the node at which an error came up, if that is known. */
export function failedNode(error: unknown): string | undefined {
  return typeof error === "object" && error !== null
    ? nodes.get(error)
    : undefined;
}
