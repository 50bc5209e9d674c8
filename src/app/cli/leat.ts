#!/usr/bin/env node
/**
 * The program `leat` of the package. It loads nothing before it knows that the
 * rest can run.
 *
 * @module
 */
import process from "node:process";
import { type Runtime, runtimeFault } from "./runtime.ts";

const fault = runtimeFault(globalThis as Runtime);
if (fault === undefined) {
  const { main } = await import("./main.ts");
  process.exit(await main(process.argv.slice(2)));
}
console.error(fault);
process.exit(2);
