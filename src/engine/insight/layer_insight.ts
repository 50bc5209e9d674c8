import type { Tensor } from "../../flow/stage/tensors.ts";
import { aboveCeilings } from "./ceilings.ts";
import type { ImageBatch, Look, PictureFile } from "./look.ts";
import { type ChannelPeaks, PeakFinder } from "./peaks.ts";
import { type Extent, type Reach, windowOf } from "./reach.ts";
import { reconstruct } from "./reconstruct.ts";
import type { SeenLayer } from "./seen_layers.ts";
import { slopePixels } from "./slope_pixels.ts";
import { tapped } from "./tapped.ts";
import { whatCounts } from "./what_counts.ts";

/** What excites the channels of a layer. */
export interface LayerInsight {
  readonly layer: string;
  readonly shape: readonly number[];
  /** Pixels that a value is made of, by side; null for the whole image. */
  readonly sees: readonly (number | null)[];
  readonly channels: readonly ChannelPeaks[];
  /** Of each peak in turn: its patch of the image, and what of it counts. */
  readonly pictures: PictureFile;
}

/** Patches that are shown of a channel, as in Zeiler and Fergus. */
const PATCHES = 9;

/** What a layer makes of a batch, and what it would without its ceiling. */
interface Made {
  readonly made: Float32Array;
  readonly above: Float32Array;
}

/** What each of some layers makes of a batch and what is answered, read back. */
async function madeBy(
  { session }: Look,
  { tensors }: ImageBatch,
  layers: readonly SeenLayer[],
): Promise<{
  readonly layers: readonly Made[];
  readonly outputs: Float32Array;
}> {
  const { tf, network, stages } = session;
  const places = new Map(layers.map(({ name }, at) => [name, at]));
  const kept: Tensor[][] = [];
  const answers = tf.tidy(() =>
    aboveCeilings(tf, (above) => {
      const forward = tapped(session, (name, made) => {
        const at = places.get(name);
        const both = [...new Set([made, above(made)])];
        if (at !== undefined) {
          kept[at] = both.map((each) => tf.keep(tf.clone(each)));
        }
        return made;
      });
      const raw = network.forward(forward, tensors);
      return stages.loss.behaviour.activation(tf, raw);
    })
  );
  const read = await Promise.all(kept.map(async (both) => {
    const [made = new Float32Array(), above = made] = await Promise.all(
      both.map(async (each) => Float32Array.from(await each.data())),
    );
    return { made, above };
  }));
  const outputs = Float32Array.from(await answers.data());
  tf.dispose([kept, answers]);
  return { layers: read, outputs };
}

/** Shows images to layers, and keeps what excites them, and what is answered. */
async function findPeaks(
  look: Look,
  layers: readonly SeenLayer[],
  ids: readonly string[],
  onItems: (done: number) => void,
): Promise<{
  readonly finders: readonly PeakFinder[];
  readonly outputs: Float32Array;
}> {
  const finders = layers.map(({ shape }) => new PeakFinder(shape));
  const { columns } = look.session;
  const outputs = new Float32Array(ids.length * columns);
  let done = 0;
  await look.each(ids, (id) => id, async (batch, { real }) => {
    const made = await madeBy(look, batch, layers);
    outputs.set(
      made.outputs.subarray(0, real.length * columns),
      done * columns,
    );
    finders.forEach((finder, at) => {
      const both = made.layers[at];
      if (both === undefined) return;
      const size = both.made.length / look.size;
      real.forEach((id, row) => {
        const own = (all: Float32Array) =>
          all.subarray(row * size, (row + 1) * size);
        finder.show(id, own(both.above), own(both.made));
      });
    });
    onItems(done += real.length);
  });
  return { finders, outputs };
}

/** A window out of an image, `[height, width, channels]`. */
export function cutOut(
  image: Float32Array,
  [, width = 0, channels = 0]: readonly number[],
  [rows, columns]: readonly [Extent, Extent],
): Float32Array {
  const length = columns.size * channels;
  const window = new Float32Array(rows.size * length);
  for (let row = 0; row < rows.size; row++) {
    const from = ((rows.start + row) * width + columns.start) * channels;
    window.set(image.subarray(from, from + length), row * length);
  }
  return window;
}

/** Cuts out each peak's patch, and what of it made the channel's value. */
async function picturesOf(
  look: Look,
  { name, shape, reach }: SeenLayer,
  channels: readonly ChannelPeaks[],
  file: string,
): Promise<PictureFile> {
  const { session, field } = look;
  const cells = channels.flatMap(({ channel, peaks }) =>
    peaks.map((peak) => ({ channel, ...peak }))
  );
  const pixels: Uint8Array[] = [];
  let sides = { height: 1, width: 1 };
  let shown: Reach | undefined;
  const id = ({ item }: { readonly item: string }) => item;
  await look.each(cells, id, async ({ tensors, side }, { real, full }) => {
    const task = { field, layer: name, shape, cells: full };
    const slopes = reconstruct(session, tensors, task);
    const values = Float32Array.from(await slopes.data());
    slopes.dispose();
    const images = Float32Array.from(await tensors[field]?.data() ?? []);
    const [height = 0, width = 0, colours = 0] = side;
    const size = height * width * colours;
    const [rows, columns] = shown ??= whatCounts(values, side, reach, real);
    real.forEach(({ row, column }, at) => {
      const windows = [
        windowOf(rows, row, height),
        windowOf(columns, column, width),
      ] as const;
      sides = { height: windows[0].size, width: windows[1].size };
      const own = (all: Float32Array) =>
        cutOut(all.subarray(at * size, (at + 1) * size), side, windows);
      pixels.push(
        look.toPixels(own(images), [sides.height, sides.width, colours]),
        slopePixels(own(values), colours),
      );
    });
  });
  return await look.write(file, pixels, sides);
}

/**
 * What excites the channels of some layers most among images, and what of each
 * image does.
 *
 * Source: Zeiler and Fergus, "Visualizing and understanding convolutional
 * networks", 2014; with guided gradients in place of their deconvolution.
 */
export async function layerInsights(
  look: Look,
  layers: readonly SeenLayer[],
  { ids, channels: most, onItems }: {
    readonly ids: readonly string[];
    /** Of each layer, at most. */
    readonly channels: number;
    readonly onItems: (done: number) => void;
  },
): Promise<{
  readonly layers: readonly LayerInsight[];
  /** Answers to the images, `[ids, columns]`. */
  readonly outputs: Float32Array;
}> {
  const { finders, outputs } = await findPeaks(look, layers, ids, onItems);
  const insights: LayerInsight[] = [];
  for (const [at, layer] of layers.entries()) {
    const channels = finders[at]?.strongest({
      channels: most,
      patches: PATCHES,
    }) ?? [];
    insights.push({
      layer: layer.name,
      shape: layer.shape,
      sees: layer.reach.map(({ from, to }) =>
        Number.isFinite(to - from) ? to - from + 1 : null
      ),
      channels,
      pictures: await picturesOf(look, layer, channels, `layer-${at}.bin`),
    });
  }
  return { layers: insights, outputs };
}
