import type { RunEvent } from "../../src/flow/events/event.ts";

/**
 * A signal that stops a run a number of steps into a node, whatever the speed
 * of the machine.
 */
export function stopWithin(node: string, steps: number) {
  let left = Infinity;
  const { signal } = new AbortController();
  return {
    signal: new Proxy(signal, {
      // An epoch looks before it begins, and after each step.
      get: (target, name) =>
        name === "aborted" ? left-- <= 0 : Reflect.get(target, name, target),
    }),
    onEvent: (event: RunEvent) => {
      if (
        event.type === "node.state" && event.node === node &&
        event.state === "running"
      ) left = steps;
    },
  };
}
