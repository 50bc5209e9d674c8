const path = (names: readonly string[]) => names.join(" -> ");

/**
 * A node that depends on itself.
 *
 * @param names from the node to itself again
 */
export function cycle(names: readonly string[]): RangeError {
  return new RangeError(
    `Cannot compute "${names[0]}": it depends on itself, ${
      path(names)
    }. Take one of these out of the inputs of the next`,
  );
}

/** Two nodes of one name, which nothing could tell apart. */
export function nodeTwice(name: string): RangeError {
  return new RangeError(
    `Cannot compute "${name}": two nodes are called so. Give each a name of its own`,
  );
}

/** An input that is neither a value nor a node. */
export function unknownInput(node: string, input: string): TypeError {
  return new TypeError(
    `Cannot compute "${node}": its input "${input}" is no node. Give it a node, or a value by given()`,
  );
}
