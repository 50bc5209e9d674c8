import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { isLoopbackHost, isPublicAddress } from "../codec/ip_address.ts";
import { refusedUrl } from "../errors/download.ts";
import { NetworkFault } from "./_network.ts";

/** Rejects where a file may not be fetched from an address. */
export type AdmitUrl = (url: URL) => Promise<void>;

/** Finds the addresses of a host by its name. */
export type Lookup = (host: string) => Promise<readonly string[]>;

const lookUp: Lookup = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

/**
 * Admits addresses that anybody may reach: by https, from hosts all of whose
 * IP addresses are public. Otherwise a pipeline from the web could have
 * something fetched from the network that this machine is in.
 *
 * @param loopback this machine is admitted, too
 */
export function publicHosts(
  { loopback = false, find = lookUp }: {
    readonly loopback?: boolean;
    readonly find?: Lookup;
  } = {},
): AdmitUrl {
  return async (url) => {
    const { hostname, protocol, href } = url;
    if (isLoopbackHost(hostname)) {
      if (loopback) return;
      throw refusedUrl(href, "it lies on this machine");
    }
    if (protocol !== "https:") throw refusedUrl(href, "it is not https");
    const literal = hostname.replace(/^\[|\]$/g, "");
    const addresses = isIP(literal) ? [literal] : await found(hostname, find);
    const inner = addresses.find((address) => !isPublicAddress(address));
    if (inner === undefined) return;
    const where = inner === literal ? "" : `, where ${hostname} leads,`;
    throw refusedUrl(href, `${inner}${where} is no public address`);
  };
}

async function found(host: string, find: Lookup): Promise<readonly string[]> {
  try {
    const addresses = await find(host);
    if (addresses.length > 0) return addresses;
  } catch (cause) {
    throw new NetworkFault(`${host} is not found`, { cause });
  }
  throw new NetworkFault(`${host} has no address`);
}
