/**
 * Imported first by a process of ours. A terminal sends Ctrl-C to every process
 * of its group; the supervisor alone decides what is to be done about it.
 *
 * @module
 */
const signals = Deno.build.os === "windows"
  ? ["SIGINT"] as const
  : ["SIGINT", "SIGTERM", "SIGHUP"] as const;
for (const signal of signals) Deno.addSignalListener(signal, () => {});
