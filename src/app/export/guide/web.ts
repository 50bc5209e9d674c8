import type { Facts } from "../facts.ts";
import { heading } from "./parts.ts";

/** How to put the page somewhere. */
export function webGuide(facts: Facts): string {
  return `${heading(facts, "a page")}

The folder is all that is needed: the page, the model, and what computes. Put it
on any web server that serves files, at any path. To look at it on this computer:

    python3 -m http.server

or \`npx -y http-server\`; then open the address that it says. Opened as a file, by
two clicks, the page says just this: browsers load no modules from files.

It computes on WebGPU, or in WebAssembly where a browser has none, and asks
nobody: what is given to it leaves the computer nowhere. Behind \`https:\`, or at
\`localhost\`, it may use the camera and WebGPU as well.

- \`index.html\`, \`page.mjs\` and their like are the page,
- \`model/\` is a TensorFlow.js graph model, \`leat.json\` says what it is,
- \`tfjs/\` is TensorFlow.js, which has a licence of its own,
- \`picture/\` resizes pictures as Leat does,
- \`explain/\` tells what of a picture speaks for an answer (Grad-CAM): what of
  the network comes after the layer that is looked at, and its slopes,
- \`familiar/\` tells that something is unlike anything seen in training.

What a model does not know, or a graph cannot say, is missing.

To compare: \`?on=wasm\` or \`?on=webgpu\` behind the address chooses.
`;
}
