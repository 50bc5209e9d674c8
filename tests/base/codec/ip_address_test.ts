import assert from "node:assert/strict";
import {
  isLoopbackHost,
  isPublicAddress,
} from "../../../src/base/codec/ip_address.ts";

/** What a URL makes of a host, brackets removed. */
const host = (text: string) =>
  new URL(`https://${text}/`).hostname.replace(/^\[|\]$/g, "");

Deno.test("isPublicAddress() takes what anybody may reach", () => {
  for (
    const address of [
      "1.1.1.1",
      "9.255.255.255",
      "11.0.0.0",
      "100.63.255.255",
      "100.128.0.0",
      "169.253.255.255",
      "172.15.255.255",
      "172.32.0.0",
      "198.17.255.255",
      "198.20.0.0",
      "223.255.255.255",
      "2606:4700:4700::1111",
      "2a00:1450:4001:800::200e",
      "2001:200::1",
    ]
  ) assert.ok(isPublicAddress(address), address);
});

Deno.test("isPublicAddress() refuses private, reserved and disguised addresses", () => {
  for (
    const address of [
      "0.0.0.0",
      "10.0.0.1",
      "10.255.255.255",
      "100.64.0.1",
      "100.127.255.255",
      "127.0.0.1",
      "127.255.255.254",
      "169.254.169.254",
      "172.16.0.1",
      "172.31.255.255",
      "192.0.0.1",
      "192.0.2.1",
      "192.88.99.1",
      "192.168.1.1",
      "198.18.0.1",
      "198.19.255.255",
      "198.51.100.7",
      "203.0.113.7",
      "224.0.0.1",
      "239.255.255.255",
      "240.0.0.1",
      "255.255.255.255",
      "::",
      "::1",
      "::ffff:10.0.0.1",
      "::ffff:8.8.8.8",
      "::ffff:a00:1",
      "::8.8.8.8",
      "64:ff9b::8.8.8.8",
      "64:ff9b::a00:1",
      "100::1",
      "2001::1",
      "2001:0:4136:e378:8000:63bf:3fff:fdd2",
      "2001:db8::1",
      "2002:a00:1::1",
      "3fff:1::1",
      "fc00::1",
      "fd12:3456:789a::1",
      "fe80::1",
      "fe80::1%eth0",
      "2606:4700::1%1",
      "fec0::1",
      "ff02::1",
      "4000::1",
      "no address",
      "",
    ]
  ) assert.ok(!isPublicAddress(address), address);
});

Deno.test("isPublicAddress() sees through the ways to write an address", () => {
  for (
    const text of [
      "0x7f.1",
      "2130706433",
      "0177.0.0.1",
      "127.1",
      "0",
      "10.1",
      "[::ffff:127.0.0.1]",
      "[0:0:0:0:0:0:0:1]",
      "[0:0:0:0:0:ffff:a9fe:a9fe]",
      "１６９.254.169.254",
    ]
  ) assert.ok(!isPublicAddress(host(text)), text);
});

Deno.test("isLoopbackHost() knows the names of this machine, and no others", () => {
  for (const name of ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"]) {
    assert.ok(isLoopbackHost(name), name);
  }
  for (
    const name of [
      "localhost.example.org",
      "127.0.0.1.example.org",
      "1127.0.0.1",
      "example.org",
      "localhost.",
      "::1",
    ]
  ) assert.ok(!isLoopbackHost(name), name);
});
