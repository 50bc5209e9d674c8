import assert from "node:assert/strict";
import { publicHosts } from "../../../src/base/store/public_hosts.ts";

const url = (text: string) => new URL(text);
const find = (host: string) =>
  Promise.resolve(
    {
      "public.example": ["93.184.215.14", "2606:4700::1"],
      "inner.example": ["10.0.0.7"],
      "mixed.example": ["93.184.215.14", "fd00::1"],
      "here.example": ["127.0.0.1"],
      "mapped.example": ["::ffff:169.254.169.254"],
    }[host] ?? [],
  );

Deno.test("publicHosts() admits https where every address is public", async () => {
  const admits = publicHosts({ find });
  await admits(url("https://public.example/pets.tgz"));
  await admits(url("https://93.184.215.14/pets.tgz"));
  await admits(url("https://[2606:4700::1]/pets.tgz"));
});

Deno.test("publicHosts() refuses each address that is not, and names it", async () => {
  const admits = publicHosts({ find });
  const cases = [
    ["https://inner.example/a", "10.0.0.7, where inner.example leads, is no"],
    ["https://mixed.example/a", "fd00::1, where mixed.example leads, is no"],
    ["https://here.example/a", "127.0.0.1, where here.example leads, is no"],
    ["https://mapped.example/a", "::ffff:169.254.169.254, where"],
    ["https://169.254.169.254/a", "169.254.169.254 is no public address"],
    ["https://[::ffff:a00:1]/a", "::ffff:a00:1 is no public address"],
    ["https://0x0a.1/a", "10.0.0.1 is no public address"],
    ["https://localhost/a", "it lies on this machine"],
    ["http://127.0.0.1:8080/a", "it lies on this machine"],
    ["http://public.example/a", "it is not https"],
  ] as const;
  for (const [place, fact] of cases) {
    await assert.rejects(admits(url(place)), (error) => {
      assert.ok(error instanceof Error);
      assert.ok(error.message.includes(fact), error.message);
      return true;
    });
  }
});

Deno.test("publicHosts() admits this machine where that was said, and nothing else inner", async () => {
  const admits = publicHosts({ find, loopback: true });
  await admits(url("http://127.0.0.1:8080/a"));
  await admits(url("http://localhost/a"));
  await assert.rejects(admits(url("https://here.example/a")), /no public/);
  await assert.rejects(admits(url("https://10.0.0.1/a")), /no public/);
});

Deno.test("publicHosts() takes a name without an address for a fault of the network", async () => {
  const admits = publicHosts({ find });
  await assert.rejects(admits(url("https://none.example/a")), {
    message: "none.example has no address",
  });
  const broken = publicHosts({ find: () => Promise.reject(new Error("no")) });
  await assert.rejects(broken(url("https://none.example/a")), {
    message: "none.example is not found",
  });
});
