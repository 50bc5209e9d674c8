#!/usr/bin/env node
/**
 * The program `leat` of the package. It loads nothing before it knows that the
 * rest can run.
 *
 * @module
 */
import process from "node:process";
import { type Runtime, runtimeFault, WITHOUT_PACKAGES } from "../runtime.ts";

function refuse(fault: string): never {
  console.error(fault);
  process.exit(2);
}

const args = process.argv.slice(2);
const fault = runtimeFault(globalThis as Runtime, args);
if (fault !== undefined) refuse(fault);
const { main } = await import("./main.ts").catch((error) => {
  if (import.meta.url.includes("/node_modules/")) throw error;
  // Out of Deno's own cache a task finds none of Leat's packages.
  refuse(WITHOUT_PACKAGES);
});
process.exit(await main(args));
