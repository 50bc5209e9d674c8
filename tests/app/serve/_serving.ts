/**
 * A server with a trained model, in a process of its own.
 *
 * @module
 */
import { crc32, deflateSync } from "node:zlib";
import type { Desk, Finished } from "../_cli.ts";

/** A server that runs. */
export interface Served extends AsyncDisposable {
  /** Without a slash at its end. */
  readonly url: string;
  readonly pid: number;
  /** Ends it as Ctrl-C does. */
  end(): Promise<Finished>;
}

/** Starts `serve` at a free port. */
export async function serving(
  desk: Desk,
  pipeline: string,
  options: readonly string[] = [],
): Promise<Served> {
  const child = desk.start(["serve", pipeline, "--port", "0", ...options]);
  const err = new Response(child.stderr).text();
  const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let out = "";
  let url: string | undefined;
  while (url === undefined) {
    const { value, done } = await lines.read();
    if (done) throw new Error(`It does not serve: ${await err}`);
    out += value;
    url = / at (http:\S+)\/ \(/.exec(out)?.[1];
  }
  const rest = async () => {
    for (;;) {
      const { value, done } = await lines.read();
      if (done) return out;
      out += value;
    }
  };
  const all = rest();
  const end = async () => {
    try {
      child.kill("SIGINT");
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    const { code } = await child.status;
    return { code, out: await all, err: await err };
  };
  return {
    url,
    pid: child.pid,
    end,
    [Symbol.asyncDispose]: async () => void await end(),
  };
}

/** Sends a file as a form does. */
export function form(
  bytes: Uint8Array,
  { name = "picture.jpg", field = "file" }: {
    readonly name?: string;
    readonly field?: string;
  } = {},
): RequestInit {
  const body = new FormData();
  body.append(field, new File([new Uint8Array(bytes)], name));
  return { method: "POST", body };
}

/** Sends bytes as they are. */
export function raw(bytes: Uint8Array, type = "image/jpeg"): RequestInit {
  const body = new Uint8Array(bytes);
  return { method: "POST", headers: { "content-type": type }, body };
}

/** Sends JSON. */
export function rows(value: unknown): RequestInit {
  const headers = { "content-type": "application/json" };
  return { method: "POST", headers, body: JSON.stringify(value) };
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const name = new TextEncoder().encode(type);
  const whole = new Uint8Array(data.length + 12);
  const view = new DataView(whole.buffer);
  view.setUint32(0, data.length);
  whole.set(name, 4);
  whole.set(data, 8);
  view.setUint32(data.length + 8, crc32(whole.subarray(4, data.length + 8)));
  return whole;
}

/** A few kilobytes of PNG that become a square of so many pixels a side. */
export function bomb(side: number): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, side);
  view.setUint32(4, side);
  // One bit a pixel.
  header[8] = 1;
  const pixels = new Uint8Array((Math.ceil(side / 8) + 1) * side);
  const parts = [
    new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", new Uint8Array(deflateSync(pixels))),
    chunk("IEND", new Uint8Array()),
  ];
  return new Uint8Array(parts.flatMap((each) => [...each]));
}
