/**
 * Imported by a process of pipeline code before that code. Deno lets every
 * process keep things on the disk, start threads and use the GPU, whatever its
 * permissions; a pipeline has no use for any of it.
 *
 * @module
 */
const UNNEEDED = [
  "caches",
  "localStorage",
  "sessionStorage",
  "Worker",
  "BroadcastChannel",
  // They wait for a person.
  "alert",
  "confirm",
  "prompt",
];
for (const name of UNNEEDED) Reflect.deleteProperty(globalThis, name);
Reflect.deleteProperty(Navigator.prototype, "gpu");
