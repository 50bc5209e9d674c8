import assert from "node:assert/strict";
import {
  boundedCommand,
  type CommandLine,
} from "../../../src/app/bounds/bounded_command.ts";
import { memoryInUse } from "../../../src/app/bounds/memory_watch.ts";

const ignore = Deno.build.os !== "linux";
const BOUNDS = { memory: 100, processor: 1.5 };

async function output({ command, args }: CommandLine) {
  const { stdout, success, signal } = await new Deno.Command(command, {
    args: [...args],
    stderr: "null",
  }).output();
  return { success, signal, said: new TextDecoder().decode(stdout).trim() };
}

Deno.test({
  name: "boundedCommand() becomes its command, with limits and odd arguments",
  ignore,
  async fn() {
    const { said } = await output(boundedCommand({
      command: "/bin/sh",
      args: [
        "-c",
        'ulimit -d; ulimit -t; ulimit -c; echo "$@"',
        "sh",
        "a b",
        '$HOME "',
      ],
    }, BOUNDS));
    assert.equal(said, `${868 * 1024}\n2\n0\na b $HOME "`);
  },
});

Deno.test({
  name: "a bounded command that is busy is ended by the system",
  ignore,
  async fn() {
    const { signal, success } = await output(boundedCommand({
      command: "/bin/sh",
      args: ["-c", "while :; do :; done"],
    }, { ...BOUNDS, processor: 1 }));
    assert.equal(success, false);
    assert.match(signal ?? "", /^SIG(XCPU|KILL)$/);
  },
});

Deno.test({
  name:
    "memoryInUse() tells that of a process, and nothing of one that is gone",
  ignore,
  async fn() {
    const { rss } = Deno.memoryUsage();
    const used = await memoryInUse(Deno.pid);
    assert.ok(used !== undefined && used > rss / 2 ** 20 / 2);
    // Pids end at 2^22.
    assert.equal(await memoryInUse(2 ** 22 + 1), undefined);
  },
});
