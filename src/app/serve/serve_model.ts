import { join } from "node:path";
import { modelAbsent } from "../../base/errors/model.ts";
import { tokenNeeded } from "../../base/errors/serve.ts";
import { unlessAbsent } from "../../base/store/unless_absent.ts";
import { ensureDriver } from "../child/driver_process.ts";
import { storeRoot } from "../paths.ts";
import type { Trust } from "../remote/admission.ts";
import type { PipelineAddress } from "../address/locate.ts";
import { modelFolder } from "../run/model_folder.ts";
import { predictPlace } from "../run/predict_place.ts";
import { FileWatch } from "../watch/file_watch.ts";
import { Batches } from "./batches.ts";
import { Budget } from "./budget.ts";
import { isLoopback, urlHost } from "./guard.ts";
import { handlerOf } from "./handler.ts";
import { listen, type Listening } from "./listen.ts";
import { fileState, modelFiles } from "./model_files.ts";
import { Metrics } from "./metrics.ts";
import { readPages } from "./pages.ts";
import { type Item, startPredicting } from "./predicting.ts";
import { type Outcome, ServedModel } from "./served_model.ts";

/** How a model is served. */
export interface ServeOptions {
  /** Where it listens; only programs of this machine reach the default. */
  readonly host?: string | undefined;
  /** 8000 or the next free one unless told; 0 is any. */
  readonly port?: number | undefined;
  readonly token?: string | undefined;
  /** Of one body. */
  readonly maxBytes?: number | undefined;
  readonly trust: Trust;
  readonly onNotice: (text: string) => void;
}

/** A model that is served. */
export interface Serving extends AsyncDisposable {
  readonly url: string;
  /** The key of its model at present. */
  readonly model: string;
}

/** A phone's photograph has five. */
export const MAX_BYTES: number = 20 * 2 ** 20;

/** A secret that nobody guesses. */
const LEAST_TOKEN = 16;

/** A first item waits so long for others. */
const WAIT_MS = 4;

/** Requests that are read or wait, rows that wait, and all their bytes. */
const MOST_REQUESTS = 256;
const MOST_ITEMS = 2000;
const MOST_BYTES = 256 * 2 ** 20;

/** A first batch compiles its kernels; what is slower than this hangs. */
const ANSWER_MS = 180_000;

const SHUTDOWN_MS = 5000;

const IDLE_MS = 10_000;
const WHOLE_MS = 120_000;

/**
 * Serves the model of a pipeline until it is disposed.
 *
 * @throws {PipelineError} when there is no model, it cannot be used, or the
 * address cannot
 */
export async function serveModel(
  address: PipelineAddress,
  options: ServeOptions,
): Promise<Serving> {
  const { host = "127.0.0.1", token, trust, onNotice } = options;
  const { port, maxBytes = MAX_BYTES } = options;
  if (!isLoopback(host) && (token?.length ?? 0) < LEAST_TOKEN) {
    throw tokenNeeded(host, LEAST_TOKEN);
  }
  const folder = modelFolder(storeRoot(), address.slug);
  const file = join(folder, "model.json");
  if (!(await unlessAbsent(Deno.stat(file)))?.isFile) {
    throw modelAbsent(address.spoken, folder);
  }
  const driver = await ensureDriver(onNotice);
  const start = async () =>
    await startPredicting(
      await predictPlace(address, {
        model: folder,
        files: [],
        trust,
        driver,
        child: "serve_child.ts",
      }),
      {
        model: folder,
        own: { file: address.file, export: address.export },
      },
      { onNotice, answerMs: ANSWER_MS },
    );
  await using stack = new AsyncDisposableStack();
  let model: ServedModel | undefined = undefined;
  let changed = false;
  const watch = stack.use(
    new FileWatch({
      onChange: () => {
        if (model === undefined) changed = true;
        else model.reload();
      },
      onFault: (error) => onNotice(String(error)),
      stateOf: fileState,
    }),
  );
  // Before it is read: no change falls between the two.
  await watch.watch(modelFiles(folder));
  const served = stack.use(await ServedModel.open(start, onNotice));
  model = served;
  if (changed) served.reload();
  const metrics = new Metrics();
  const batches = new Batches<Item, Outcome>({
    size: () => served.status.about.batch,
    waitMs: WAIT_MS,
    limit: MOST_ITEMS,
    send: (items) => served.ask(items),
    onBatch: (size) => metrics.batch(size),
  });
  const answer = handlerOf({
    pipeline: address.spoken,
    guarded: { host, token, machine: Deno.hostname() },
    limits: {
      maxBytes,
      idleMs: IDLE_MS,
      wholeMs: WHOLE_MS,
      remedy: "Send a smaller file, or start the server with more --max-bytes",
    },
    model: served,
    batches,
    requests: new Budget(MOST_REQUESTS),
    memory: new Budget(Math.max(MOST_BYTES, 2 * maxBytes)),
    metrics,
    pages: await readPages(),
  });
  const server = listen(host, port, answer);
  stack.defer(() => ended(server));
  const owned = stack.move();
  return {
    url: `http://${urlHost(host)}:${server.addr.port}/`,
    get model() {
      return served.status.about.model;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Lets a server answer what it was asked, but waits for no slow upload. */
async function ended(server: Listening): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, SHUTDOWN_MS);
  await Promise.race([server.shutdown(), late.promise]);
  clearTimeout(timer);
}
