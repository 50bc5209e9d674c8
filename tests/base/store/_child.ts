import { openStore } from "../../../src/base/store/store.ts";
import { ABOUT, keyOf, text } from "./_helpers.ts";

/** Another process on the same store; it says a word when it got somewhere. */
const [task = "", root = "", name = ""] = Deno.args;
const store = await openStore(root);

switch (task) {
  case "publish": {
    await say("ready");
    await Deno.stdin.read(new Uint8Array(1));
    for (let at = 0; at < 20; at++) {
      const content = `${name} wrote ${at}`;
      await store.publish(keyOf(`race ${at}`), ABOUT, text(content));
    }
    break;
  }
  case "hold":
    await store.withLock(name, undefined, async () => {
      await say("held");
      await forever();
    });
    break;
  case "write":
    await store.publish(keyOf(name), ABOUT, async (folder) => {
      await Deno.writeTextFile(`${folder}/half`, "x".repeat(100_000));
      await say("writing");
      await forever();
    });
    break;
  case "churn":
    await say("churning");
    for (let at = 0;; at++) {
      const state = new Map([["a", new Uint8Array(9_000).fill(at)]]);
      await store.writePartial(
        keyOf("state"),
        new Map([...state, ["b", state.get("a")!]]),
      );
      await store.publish(keyOf(`churn ${at}`), ABOUT, async (folder) => {
        await text("x".repeat(9_000), "a")(folder);
        await text("y".repeat(9_000), "b")(folder);
      });
    }
}

async function say(word: string): Promise<void> {
  await Deno.stdout.write(new TextEncoder().encode(word));
}

/** With a timer, as a process without anything to wait for would end. */
function forever(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 600_000));
}
