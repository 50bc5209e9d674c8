/**
 * What excites each channel of a layer most.
 *
 * @module
 */

/** The place of one image where a channel is excited most. */
export interface Peak {
  readonly item: string;
  /** Above a ceiling such as that of ReLU6, too. */
  readonly value: number;
  readonly row: number;
  readonly column: number;
}

/** A channel, and the images that excite it most, the strongest first. */
export interface ChannelPeaks {
  readonly channel: number;
  readonly peaks: readonly Peak[];
}

/** So many places along a side have some that are not at the edge. */
const PLACES = 8;

/** Finds peaks while it is shown what a layer makes of one image after another. */
export class PeakFinder {
  readonly #shape: readonly [number, number, number];
  readonly #items: string[] = [];
  /** One array an item, of as many numbers as there are channels. */
  readonly #values: Float32Array[] = [];
  /** The same of what a ceiling lets through. */
  readonly #held: Float32Array[] = [];
  readonly #places: Int32Array[] = [];

  /** @param shape what the layer makes of one item */
  constructor(shape: readonly [number, number, number]) {
    this.#shape = shape;
  }

  /**
   * @param above `[height, width, channels]` of one item, as if the layer ended
   * with no ceiling: by this its peaks are found
   * @param made what the layer makes: this tells how much channels differ
   */
  show(item: string, above: Float32Array, made = above): void {
    const [height, width, channels] = this.#shape;
    const values = new Float32Array(channels).fill(-Infinity);
    const held = new Float32Array(channels).fill(-Infinity);
    const places = new Int32Array(channels);
    for (let place = 0; place < height * width; place++) {
      if (this.#isEdge(Math.floor(place / width), place % width)) continue;
      for (let channel = 0; channel < channels; channel++) {
        const at = place * channels + channel;
        const value = above[at] ?? NaN;
        // The first of equals, and never what is no number.
        if (!(value > values[channel]!)) continue;
        values[channel] = value;
        held[channel] = made[at] ?? NaN;
        places[channel] = place;
      }
    }
    this.#items.push(item);
    this.#values.push(values);
    this.#held.push(held);
    this.#places.push(places);
  }

  /**
   * Whether a place is at the edge of many. It is made of padding in part,
   * which excites channels where there is nothing to be seen.
   */
  #isEdge(row: number, column: number): boolean {
    const [height, width] = this.#shape;
    if (Math.min(height, width) < PLACES) return false;
    return row === 0 || column === 0 || row === height - 1 ||
      column === width - 1;
  }

  /** How much a channel tells images apart: the variance of its peaks. */
  #spread(channel: number): number {
    const values = this.#held.map((each) => each[channel] ?? 0);
    const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
    return values.reduce((sum, each) => sum + (each - mean) ** 2, 0) /
      values.length;
  }

  /**
   * The channels that tell images apart most, in the order of their numbers,
   * each with its strongest images. What is at most zero excites nothing: a
   * channel that nothing excites is left out.
   */
  strongest(
    { channels, patches }: {
      readonly channels: number;
      readonly patches: number;
    },
  ): readonly ChannelPeaks[] {
    const [, width, count] = this.#shape;
    const found = Array.from({ length: count }, (_, channel) => {
      const order = this.#items.map((_, at) => at)
        .filter((at) => this.#values[at]![channel]! > 0)
        .sort((one, other) =>
          this.#values[other]![channel]! - this.#values[one]![channel]! ||
          one - other
        );
      const peaks = order.slice(0, patches).map((at): Peak => {
        const place = this.#places[at]![channel] ?? 0;
        return {
          item: this.#items[at] ?? "",
          value: this.#values[at]![channel] ?? 0,
          row: Math.floor(place / width),
          column: place % width,
        };
      });
      return { channel, peaks, spread: this.#spread(channel) };
    });
    return found
      .filter(({ peaks }) => peaks.length > 0)
      .sort((one, other) =>
        other.spread - one.spread || one.channel - other.channel
      )
      .slice(0, channels)
      .sort((one, other) => one.channel - other.channel)
      .map(({ channel, peaks }) => ({ channel, peaks }));
  }
}
