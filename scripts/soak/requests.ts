/** A request, and the answers that are right. */
export interface Asked {
  readonly path: string;
  readonly init: RequestInit;
  readonly right: readonly number[];
}

/** Too much may be asked at once. */
const BUSY = 503;

const junk = new TextEncoder().encode("no picture");

function raw(body: Uint8Array<ArrayBuffer>): RequestInit {
  return { method: "POST", headers: { "content-type": "image/jpeg" }, body };
}

function form(bytes: Uint8Array<ArrayBuffer>): RequestInit {
  const body = new FormData();
  body.append("file", new File([bytes], "picture.jpg"));
  return { method: "POST", body };
}

/**
 * The request of some number. Of each ten, three send a picture as it is, three
 * in a form, two ask besides what speaks for the answer, one sends what is no
 * picture, and one the half of one.
 *
 * @param pictures those that are sent in turn
 */
export function requestOf(
  count: number,
  pictures: readonly Uint8Array<ArrayBuffer>[],
): Asked {
  const picture = pictures[Math.floor(count / 10) % pictures.length] ?? junk;
  const kind = count % 10;
  const path = `/predict${kind === 6 || kind === 7 ? "?explain=1" : ""}`;
  if (kind < 3) return { path, init: raw(picture), right: [200, BUSY] };
  if (kind < 8) return { path, init: form(picture), right: [200, BUSY] };
  const bad = kind === 8 ? junk : picture.slice(0, picture.length >> 1);
  return { path, init: raw(bad), right: [400, BUSY] };
}
