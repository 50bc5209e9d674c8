import assert from "node:assert/strict";
import {
  boundedOutput,
  type OutputBounds,
} from "../../../src/app/bounds/bounded_output.ts";

const ignore = Deno.build.os === "windows";
const bounds = (changes: Partial<OutputBounds> = {}): OutputBounds => ({
  memory: 512,
  processor: 60,
  seconds: 60,
  longest: 10,
  signal: new AbortController().signal,
  slow: () => new RangeError("too slow"),
  hungry: () => new RangeError("too hungry"),
  ...changes,
});
const shell = (text: string) => ({ command: "/bin/sh", args: ["-c", text] });

Deno.test({
  name: "boundedOutput() gives what a command said, and nothing of too much",
  ignore,
  async fn() {
    assert.deepEqual(
      await boundedOutput(shell("echo so; echo 12345678901 >&2"), bounds()),
      { success: true, stdout: "so\n", stderr: undefined },
    );
    const { success } = await boundedOutput(shell("exit 3"), bounds());
    assert.equal(success, false);
  },
});

Deno.test({
  name: "boundedOutput() ends what takes too long, or is not wanted any more",
  ignore,
  async fn() {
    await assert.rejects(
      boundedOutput(shell("exec sleep 100"), bounds({ seconds: 0.01 })),
      /too slow/,
    );
    const stop = new AbortController();
    const { signal } = stop;
    const work = boundedOutput(shell("exec sleep 100"), bounds({ signal }));
    stop.abort(new TypeError("not wanted"));
    await assert.rejects(work, /not wanted/);
  },
});
