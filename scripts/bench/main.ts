/**
 * `deno task bench [suite...] [--json] [--quick] [--only <text>]`: how fast
 * Leat is on this machine, beside others. What is compared is measured in turns
 * in one run.
 *
 * @module
 */
import { openDevice } from "../../src/engine/device/open_device.ts";
import { readOrExit } from "../_command.ts";
import { type Arguments, readArguments } from "./arguments.ts";
import { describeMachine } from "./machine.ts";
import type { Row } from "./row.ts";
import { SUITES } from "./suites.ts";
import { headline, jsonLine, tableOf } from "./table.ts";

async function bench(
  { suites, json, quick, only }: Arguments,
): Promise<boolean> {
  const say = (line: string) => console.error(line);
  const device = await openDevice({ onNotice: say });
  const machine = describeMachine(device.adapter);
  const rows: Row[] = [];
  let complete = true;
  for (const name of suites) {
    const wants = (what: string) => what.includes(only);
    try {
      for await (const row of SUITES[name]({ device, quick, wants, say })) {
        rows.push(row);
        if (json) console.log(jsonLine(row, machine));
      }
    } catch (error) {
      // The other suites can still be measured.
      complete = false;
      console.error(`${name}:`, error);
    }
  }
  if (!json) {
    console.log(`${headline(machine)}${quick ? ", few repetitions" : ""}\n`);
    console.log(tableOf(rows));
  }
  device.close();
  return complete;
}

const asked = readOrExit(() => readArguments(Deno.args));
Deno.exit(await bench(asked) ? 0 : 1);
