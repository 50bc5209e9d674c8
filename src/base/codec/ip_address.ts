/**
 * Addresses of machines: which of them anybody may reach, and which lie in
 * somebody's own network.
 *
 * Source: the IANA registries of special-purpose addresses, IPv4 (RFC 6890)
 * and IPv6, as of 2025.
 *
 * @module
 */
import { isIPv4, isIPv6 } from "node:net";

/** Blocks of IPv4 that are private, reserved, or lead to many machines. */
const RESERVED_V4: readonly (readonly [start: string, bits: number])[] = [
  ["0.0.0.0", 8], // this network
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // carrier-grade NAT
  ["127.0.0.0", 8], // loopback
  ["169.254.0.0", 16], // link-local, with the metadata of clouds
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, and broadcast
];

/** Blocks within the public 2000::/3 that are not, or that hold an IPv4. */
const RESERVED_V6: readonly (readonly [start: string, bits: number])[] = [
  ["2001::", 23], // protocol assignments, Teredo among them
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4
  ["3fff::", 20], // documentation
];

function v4Bits(address: string): bigint {
  return address.split(".").reduce(
    (bits, part) => (bits << 8n) | BigInt(part),
    0n,
  );
}

/** The bits of an IPv6 address without a dotted end, `::` written out. */
function v6Bits(address: string): bigint {
  const [head = "", tail] = address.split("::");
  const words = (text = "") => text === "" ? [] : text.split(":");
  const [first, last] = [words(head), words(tail)];
  const gap = tail === undefined ? 0 : 8 - first.length - last.length;
  return [...first, ...Array(gap).fill("0"), ...last].reduce(
    (bits, word) => (bits << 16n) | BigInt(`0x${word}`),
    0n,
  );
}

/**
 * Whether an IP address is one that anybody may reach: none of a private
 * network, of this machine, of a group, or of a form that stands for another.
 *
 * @example
 * ```ts
 * import { isPublicAddress } from "./ip_address.ts";
 * import assert from "node:assert/strict";
 *
 * assert.ok(isPublicAddress("93.184.215.14"));
 * assert.ok(!isPublicAddress("169.254.169.254"));
 * assert.ok(!isPublicAddress("::ffff:127.0.0.1"));
 * ```
 */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) {
    const bits = v4Bits(address);
    return !RESERVED_V4.some(([start, length]) =>
      bits >> BigInt(32 - length) === v4Bits(start) >> BigInt(32 - length)
    );
  }
  // A zone is of this machine; a dotted end, of an IPv4 in disguise.
  if (!isIPv6(address) || /[%.]/.test(address)) return false;
  const bits = v6Bits(address);
  if (bits >> 125n !== 1n) return false;
  return !RESERVED_V6.some(([start, length]) =>
    bits >> BigInt(128 - length) === v6Bits(start) >> BigInt(128 - length)
  );
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * Whether the host of a parsed address is this machine by its name.
 *
 * @param hostname as `URL` gives it
 */
export function isLoopbackHost(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}
