import { sha256 } from "../../../src/base/codec/sha256.ts";
import { changeLock } from "../../../src/app/lock/lock_file.ts";
import { withPins } from "../../../src/app/lock/pins.ts";

/** Another process that adds pins to a lock, one after the other. */
const [path = "", name = "", count = "0"] = Deno.args;
await Deno.stdin.read(new Uint8Array(1));
for (let at = 0; at < Number(count); at++) {
  const url = `https://${name}.example/${at}`;
  const pin = { sha256: sha256(url), size: at };
  await changeLock(
    path,
    (lock) => withPins(lock, { datasets: { [url]: pin } }),
  );
}
