import { notPinned, pinDiffers } from "../../base/errors/lock.ts";
import type { Lock, Pin } from "./lock.ts";
import { changeLock, readLock } from "./lock_file.ts";
import { type Pinned, withPins } from "./pins.ts";

/** What is fetched, by what it is for. */
export type PinnedKind = "datasets" | "weights";

/** What a file must be, if anything says so. */
export interface Expected {
  readonly sha256?: string;
  /** The lock that says so; without it the pipeline itself does. */
  readonly pinnedIn?: string;
}

/**
 * Holds what a run fetches against a lock, and remembers it.
 *
 * A checksum that the pipeline itself names comes first: to change it is to
 * change the pipeline, and only a frozen lock refuses that.
 */
export class Pinning {
  /** The path of the lock. */
  readonly path: string;
  readonly #lock: Lock;
  readonly #frozen: boolean;
  readonly #used: Record<PinnedKind, Record<string, Pin>> = {
    datasets: {},
    weights: {},
  };

  private constructor(path: string, lock: Lock, frozen: boolean) {
    this.path = path;
    this.#lock = lock;
    this.#frozen = frozen;
  }

  /**
   * Reads a lock.
   *
   * @param frozen refuses what is not pinned
   * @throws {PipelineError} when the lock is damaged
   */
  static async open(
    path: string,
    { frozen }: { readonly frozen: boolean },
  ): Promise<Pinning> {
    return new Pinning(path, await readLock(path), frozen);
  }

  /**
   * What a file must be, before it is fetched.
   *
   * @param declared the checksum that the pipeline names, if it does
   * @throws {PipelineError} when the lock is frozen and pins no such file, or
   * another than is declared
   */
  expected(kind: PinnedKind, url: string, declared?: string): Expected {
    const pinned = this.#pinned(kind, url)?.sha256;
    if (pinned === undefined && this.#frozen) throw notPinned(url, this.path);
    if (declared !== undefined) {
      if (this.#frozen) this.#check(url, pinned, declared);
      return { sha256: declared };
    }
    return pinned === undefined ? {} : { sha256: pinned, pinnedIn: this.path };
  }

  /** How large a file is, in bytes, where the lock says so. */
  sizeOf(kind: PinnedKind, url: string): number | undefined {
    return this.#pinned(kind, url)?.size;
  }

  /**
   * Remembers a file that is used.
   *
   * @throws {PipelineError} when the lock pins another
   */
  use(kind: PinnedKind, url: string, pin: Pin, declared?: string): void {
    const pinned = this.#pinned(kind, url)?.sha256;
    if (declared !== pin.sha256) this.#check(url, pinned, pin.sha256);
    this.#used[kind][url] = pin;
  }

  /** What was used so far. */
  get used(): Pinned {
    return this.#used;
  }

  /** Adds what was used to the lock, if it is not there. */
  save(): Promise<boolean> {
    return changeLock(this.path, (lock) => withPins(lock, this.#used));
  }

  #pinned(kind: PinnedKind, url: string): Pin | undefined {
    const pins = this.#lock[kind];
    return Object.hasOwn(pins, url) ? pins[url] : undefined;
  }

  #check(url: string, pinned: string | undefined, actual: string): void {
    if (pinned === undefined || pinned === actual) return;
    throw pinDiffers(url, { pinned, actual, path: this.path });
  }
}
