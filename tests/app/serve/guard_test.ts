import assert from "node:assert/strict";
import {
  type Guarded,
  isLoopback,
  refuseStrangers,
  refuseUnknown,
} from "../../../src/app/serve/guard.ts";
import { Refusal } from "../../../src/app/serve/refusal.ts";

const here: Guarded = { host: "127.0.0.1", token: undefined, machine: "desk" };
const everywhere: Guarded = {
  host: "0.0.0.0",
  token: "sixteen letters!",
  machine: "desk",
};

/** The status that a check ends with. */
function status(check: () => void): number {
  try {
    check();
    return 200;
  } catch (error) {
    assert.ok(error instanceof Refusal);
    return error.status;
  }
}

const strangers = (guarded: Guarded, headers: Record<string, string>) =>
  status(() => refuseStrangers(guarded, new Headers(headers)));

Deno.test("refuseStrangers() lets pass who asks this machine by its own names", () => {
  for (const host of ["127.0.0.1:8000", "localhost:8000", "[::1]:8000"]) {
    assert.equal(strangers(here, { host }), 200, host);
    const origin = `http://${host}`;
    assert.equal(strangers(here, { host, origin }), 200, host);
  }
});

Deno.test("refuseStrangers() refuses names that lead here, and pages from elsewhere", () => {
  const host = "127.0.0.1:8000";
  for (
    const headers of [
      { host: "evil.example" },
      { host: "127.0.0.1.evil.example:8000" },
      { host: "192.168.1.4:8000" },
      { host: "" },
      { host: "127.0.0.1:99999" },
      { host: "localhost:" + "8".repeat(400) },
      { host, origin: "http://evil.example" },
      { host, origin: "http://127.0.0.1:8001" },
      { host, origin: "null" },
      { host, "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors" },
      { host, "sec-fetch-site": "same-site", "sec-fetch-mode": "cors" },
    ]
  ) assert.equal(strangers(here, headers), 403, JSON.stringify(headers));
  const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
  assert.equal(strangers(here, { host, ...link }), 200);
});

Deno.test("refuseStrangers() lets addresses pass where it listens at all of them", () => {
  assert.equal(strangers(everywhere, { host: "192.168.1.4:8000" }), 200);
  assert.equal(strangers(everywhere, { host: "desk:8000" }), 200);
  assert.equal(strangers(everywhere, { host: "evil.example:8000" }), 403);
});

Deno.test("refuseUnknown() asks for the token where there is one", () => {
  const shown = (guarded: Guarded, authorization?: string) =>
    status(() =>
      refuseUnknown(
        guarded,
        new Headers(authorization === undefined ? {} : { authorization }),
      )
    );
  assert.equal(shown(here), 200);
  assert.equal(shown(everywhere), 401);
  assert.equal(shown(everywhere, "Bearer sixteen letters?"), 401);
  assert.equal(shown(everywhere, "Bearer sixteen"), 401);
  assert.equal(shown(everywhere, "Basic sixteen letters!"), 401);
  assert.equal(shown(everywhere, "Bearer sixteen letters!"), 200);
});

Deno.test("isLoopback() knows the addresses that nobody else reaches", () => {
  for (const each of ["127.0.0.1", "127.8.8.8", "::1", "localhost"]) {
    assert.ok(isLoopback(each), each);
  }
  for (const each of ["0.0.0.0", "::", "192.168.1.4", "127.0.0.1.evil", ""]) {
    assert.ok(!isLoopback(each), each);
  }
});
