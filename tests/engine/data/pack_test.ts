import assert from "node:assert/strict";
import { Interrupted } from "../../../src/base/errors/interrupted.ts";
import { PipelineError } from "../../../src/base/errors/pipeline_error.ts";
import { noScratch } from "../../../src/base/errors/store.ts";
import { toBatch } from "../../../src/engine/data/batch.ts";
import {
  IN_FLIGHT,
  type PackIndex,
  packItems,
} from "../../../src/engine/data/pack.ts";
import { PackedItems } from "../../../src/engine/data/packed_items.ts";
import { type Placement, placementOf } from "../../../src/engine/data/room.ts";
import { openDevice } from "../../../src/engine/device/open_device.ts";
import type { Encoded, Encoder } from "../../../src/flow/stage/input.ts";
import type { ListedItem } from "../../../src/flow/stage/source.ts";
import { withFolder } from "../jobs.ts";

const fields: Encoder["fields"] = [
  { name: "pixels", dtype: "uint8", shape: [2, 2] },
  { name: "numbers", dtype: "float32", shape: [3] },
  { name: "codes", dtype: "int32", shape: [1], cardinalities: [100] },
];

/** Encodes the number of an item; later items are done sooner. */
function encoderOf(
  encode: (at: number) => Encoded = (at) => [
    new Uint8Array([at, 255, 0, 51]),
    new Float32Array([at, -at, 1e-20]),
    new Int32Array([at]),
  ],
): Encoder {
  return {
    fields,
    encode: async ({ item }) => {
      const at = Number(item);
      await new Promise((done) => setTimeout(done, 5 - at % 5));
      return encode(at);
    },
  };
}

const items: readonly ListedItem[] = Array.from(
  { length: 11 },
  (_, at) => ({ id: `i${at}`, item: at }),
);

const quiet = { onProgress: () => {}, signal: new AbortController().signal };

async function indexIn(folder: string): Promise<PackIndex> {
  return JSON.parse(await Deno.readTextFile(`${folder}/index.json`));
}

Deno.test("PackedItems gives the rows of packItems() in the order asked for", async () => {
  await withFolder(async (folder) => {
    const unreadable = await packItems(encoderOf(), items, folder, quiet);
    assert.deepEqual(unreadable, []);
    const index = await indexIn(folder);
    assert.deepEqual(index.ids, items.map(({ id }) => id));
    using packed = new PackedItems(folder, index);
    assert.deepEqual(packed.read(["i7", "i2", "i7"]), [
      new Uint8Array([7, 255, 0, 51, 2, 255, 0, 51, 7, 255, 0, 51]),
      new Float32Array([7, -7, 1e-20, 2, -2, 1e-20, 7, -7, 1e-20]),
      new Int32Array([7, 2, 7]),
    ]);
    assert.throws(() => packed.read(["i99"]), {
      name: "RangeError",
      message: 'Cannot find item "i99"',
    });
  });
});

Deno.test("packItems() keeps a row of zeros for what cannot be read, the last one too", async () => {
  await withFolder(async (folder) => {
    const encoder = encoderOf((at) => {
      if (at % 5 === 0) {
        throw new PipelineError(`Cannot read "i${at}"`, { remedy: "Mend it" });
      }
      return [
        new Uint8Array(4).fill(1),
        new Float32Array(3),
        new Int32Array(1),
      ];
    });
    const unreadable = await packItems(encoder, items, folder, quiet);
    const why = (item: string) => `Cannot read "${item}"`;
    assert.deepEqual(
      unreadable,
      ["i0", "i10", "i5"].map((item) => ({
        item,
        why: why(item),
        remedy: "Mend it",
      })),
    );
    using packed = new PackedItems(folder, await indexIn(folder));
    assert.deepEqual(
      packed.read(["i9", "i10"])[0],
      new Uint8Array([1, 1, 1, 1, 0, 0, 0, 0]),
    );
  });
});

Deno.test("packItems() fails for a mistake of the encoder, once nothing is in flight", async () => {
  await withFolder(async (folder) => {
    let encoded = 0;
    const short = encoderOf(() => {
      encoded++;
      return [new Uint8Array(3), new Float32Array(3), new Int32Array(1)];
    });
    await assert.rejects(packItems(short, items, folder, quiet), {
      name: "TypeError",
      message: /^Cannot pack "i\d": field "pixels" has 3 bytes, not 4$/,
    });
    assert.ok(encoded <= 4);
  });
});

Deno.test("packItems() has no more items under way than it says, however many there are", async () => {
  await withFolder(async (folder) => {
    let underWay = 0;
    let most = 0;
    const encoder: Encoder = {
      fields,
      encode: async (item) => {
        most = Math.max(most, ++underWay);
        const encoded = await encoderOf().encode(item);
        underWay--;
        return encoded;
      },
    };
    const many = Array.from(
      { length: 20 * IN_FLIGHT },
      (_, at) => ({ id: `i${at}`, item: at % 100 }),
    );
    await packItems(encoder, many, folder, quiet);
    assert.equal(most, IN_FLIGHT);
    assert.equal((await indexIn(folder)).ids.length, many.length);
  });
});

Deno.test("packItems() goes on while one item is slow, as far as it has room to keep what waits", async () => {
  await withFolder(async (folder) => {
    const most = 2 * IN_FLIGHT - 1;
    const reached = Promise.withResolvers<void>();
    let others = 0;
    const encoder: Encoder = {
      fields,
      encode: async (item) => {
        if (item.item === 0) {
          await reached.promise;
          // Whoever may go on has done so by now.
          for (let turn = 0; turn < 50; turn++) {
            await new Promise((done) => setTimeout(done));
          }
          assert.equal(others, most);
        } else if (++others === most) reached.resolve();
        return await encoderOf().encode(item);
      },
    };
    const many = Array.from(
      { length: 4 * IN_FLIGHT },
      (_, at) => ({ id: `i${at}`, item: at }),
    );
    await packItems(encoder, many, folder, quiet);
    using packed = new PackedItems(folder, await indexIn(folder));
    assert.deepEqual(
      packed.read(["i0", "i5"])[0],
      new Uint8Array([0, 255, 0, 51, 5, 255, 0, 51]),
    );
  });
});

Deno.test("packItems() fails where the disk or the cache is full, and blames no item", async () => {
  await withFolder(async (folder) => {
    const full = encoderOf(() => {
      throw noScratch(
        "/cache/tmp",
        Object.assign(new Error(), { code: "ENOSPC" }),
      );
    });
    await assert.rejects(packItems(full, items, folder, quiet), {
      name: "PipelineError",
      message: 'Cannot write to cache "/cache/tmp": the disk is full',
    });
    if (Deno.build.os !== "linux") return;
    await Deno.remove(`${folder}/numbers.bin`);
    await Deno.symlink("/dev/full", `${folder}/numbers.bin`);
    await assert.rejects(packItems(encoderOf(), items, folder, quiet), {
      code: "ENOSPC",
    });
  });
});

Deno.test("packItems() writes the part of a buffer that an array shows", async () => {
  await withFolder(async (folder) => {
    const part = encoderOf((at) => [
      new Uint8Array([9, 9, at, at, at, at, 9]).subarray(2, 6),
      new Float32Array(3),
      new Int32Array(1),
    ]);
    await packItems(part, items, folder, quiet);
    using packed = new PackedItems(folder, await indexIn(folder));
    assert.deepEqual(packed.read(["i3"])[0], new Uint8Array([3, 3, 3, 3]));
  });
});

Deno.test("packItems() counts every item and stops when it is asked to", async () => {
  await withFolder(async (folder) => {
    const counted: number[] = [];
    await packItems(encoderOf(), items, folder, {
      ...quiet,
      onProgress: (done) => counted.push(done),
    });
    assert.deepEqual(counted, items.map((_, at) => at + 1));
    const stop = new AbortController();
    await assert.rejects(
      packItems(encoderOf(), items, folder, {
        signal: stop.signal,
        onProgress: (done) => done === 3 && stop.abort(),
      }),
      Interrupted,
    );
  });
});

/** Three images of columns 0, 1, 2 ...: a wide one, a square, a tall one. */
const roomy: Encoder = {
  fields: [{ name: "pixels", dtype: "uint8", shape: [2, 2, 1] }],
  encode: () => Promise.reject(new Error("packing asks for room")),
  encodeWithRoom: async ({ item }) => {
    // Later items are done sooner, and must wait for the place of those before.
    await new Promise((done) => setTimeout(done, 20 - 5 * Number(item)));
    if (item === 1) return [new Uint8Array([50, 51, 52, 53])];
    if (item === 3) throw new PipelineError("Cannot read", { remedy: "Mend" });
    const bytes = Uint8Array.from({ length: 10 }, (_, at) => at);
    return item === 0
      ? [{ bytes, height: 2, width: 5, top: 0, left: 1 }]
      : [{ bytes, height: 5, width: 2, top: 2, left: 0 }];
  },
};

const roomyItems = Array.from({ length: 5 }, (_, at) => ({
  id: `i${at}`,
  item: at,
}));

Deno.test("PackedItems reads the middle of what has room, unless it is placed", async () => {
  await withFolder(async (folder) => {
    await packItems(roomy, roomyItems, folder, quiet);
    const index = await indexIn(folder);
    assert.deepEqual(index.rooms, {
      pixels: [[2, 5, 0, 1], null, [5, 2, 2, 0], null, [5, 2, 2, 0]],
    });
    using packed = new PackedItems(folder, index);
    const read = (id: string, placement?: Placement) => [
      ...packed.read([id], placement)[0] ?? [],
    ];
    assert.deepEqual(read("i0"), [1, 2, 6, 7]);
    assert.deepEqual(read("i1"), [50, 51, 52, 53]);
    assert.deepEqual(read("i2"), [4, 5, 6, 7]);
    assert.deepEqual(read("i3"), [0, 0, 0, 0]);
    assert.deepEqual(read("i4"), [4, 5, 6, 7]);
    const lefts = new Set<number>();
    for (let epoch = 0; epoch < 60; epoch++) {
      const placement = placementOf(42, epoch);
      const [left = NaN, ...others] = read("i0", placement);
      assert.deepEqual(others, [left + 1, left + 5, left + 6]);
      lefts.add(left);
      assert.deepEqual(read("i1", placement), [50, 51, 52, 53]);
      // The same item, the same place, in any batch of an epoch.
      const [batch] = packed.read(["i4", "i0"], placement);
      assert.deepEqual([...batch?.slice(4) ?? []], read("i0", placement));
    }
    // All places, to the ends.
    assert.deepEqual([...lefts].toSorted(), [0, 1, 2, 3]);
  });
});

Deno.test("packItems() writes rows with room one after the other, whatever is done first", async () => {
  await withFolder(async (folder) => {
    await packItems(roomy, roomyItems, folder, quiet);
    const bytes = await Deno.readFile(`${folder}/pixels.bin`);
    const ten = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    assert.deepEqual([...bytes], [
      ...ten,
      ...[50, 51, 52, 53],
      ...ten,
      ...[0, 0, 0, 0],
      ...ten,
    ]);
  });
});

Deno.test("packItems() refuses an image that is not as large as it says", async () => {
  await withFolder(async (folder) => {
    const wrong: Encoder = {
      ...roomy,
      encodeWithRoom: () =>
        Promise.resolve([{
          bytes: new Uint8Array(9),
          height: 2,
          width: 5,
          top: 0,
          left: 1,
        }]),
    };
    await assert.rejects(packItems(wrong, roomyItems, folder, quiet), {
      name: "TypeError",
      message: 'Cannot pack "i0": field "pixels" has 9 bytes, not 10',
    });
  });
});

Deno.test("PackedItems does not take a file that was cut short", async () => {
  await withFolder(async (folder) => {
    await packItems(encoderOf(), items, folder, quiet);
    await Deno.truncate(`${folder}/numbers.bin`, 20);
    using packed = new PackedItems(folder, await indexIn(folder));
    packed.read(["i0"]);
    assert.throws(() => packed.read(["i1"]), {
      message: 'Cannot read item "i1" whole',
    });
  });
});

Deno.test("toBatch() takes bytes for 0 to 1 and leaves numbers and codes", async () => {
  const device = await openDevice({ backend: "cpu" });
  const before = device.memory().tensors;
  const batch = toBatch(device.tf, fields, [
    new Uint8Array([0, 255, 51, 102]),
    new Float32Array([0.5, -2, 3]),
    new Int32Array([7]),
  ], 1);
  assert.deepEqual(
    Object.values(batch).map(({ shape, dtype }) => [shape, dtype]),
    [[[1, 2, 2], "float32"], [[1, 3], "float32"], [[1, 1], "int32"]],
  );
  const [pixels] = await Promise.all(
    Object.values(batch).map((tensor) => tensor.data()),
  );
  assert.deepEqual(pixels, new Float32Array([0, 1, 0.2, 0.4]));
  device.tf.dispose(batch);
  assert.equal(device.memory().tensors, before);
});
