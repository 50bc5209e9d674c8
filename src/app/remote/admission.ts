import { isWebAddress } from "../../base/codec/web_address.ts";
import {
  codeRefused,
  consentNeeded,
  consentRefused,
  rootDiffers,
} from "../../base/errors/remote_trust.ts";
import { notPinned } from "../../base/errors/lock.ts";
import { PipelineError } from "../../base/errors/pipeline_error.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import { isBuiltIn } from "../../flow/pipeline/stages.ts";
import { registry } from "../../stages/registry.ts";
import type { ModulesPin } from "../lock/lock.ts";
import type { Pinning } from "../lock/pinning.ts";
import type { PipelineAddress } from "../address/locate.ts";
import { type Ask, askOnTerminal, consentQuestion } from "./consent.ts";
import { dataHosts } from "./data_hosts.ts";
import { checkLimits } from "./limits.ts";
import { changesOf } from "./module_changes.ts";
import { type ModuleTree, pinOf } from "./module_tree.ts";
import { remoteImports } from "./remote_imports.ts";
import { resolveModules } from "./resolve_modules.ts";

/** Who decides about a pipeline that brings modules from the web. */
export interface Trust {
  /** Its own stages may be trained with. */
  readonly allowCode?: boolean;
  /** Asks a person; a terminal unless told, and nothing where there is none. */
  readonly ask?: Ask | undefined;
}

/** The modules from the web that a pipeline is made of, as they may be used. */
export interface Admission {
  readonly address: PipelineAddress;
  /** One for each address that is imported; none if all is of this machine. */
  readonly trees: readonly ModuleTree[];
  /** Those that neither a lock nor the user named. */
  readonly fresh: readonly ModuleTree[];
  readonly pinning: Pinning | undefined;
  readonly allowCode: boolean;
  readonly ask: Ask | undefined;
}

/** What an admission is made with. */
export interface AdmitOptions extends Trust {
  /** The lock; without it, only what the user named or agrees to is admitted. */
  readonly pinning?: Pinning | undefined;
  readonly signal: AbortSignal;
}

/** The tree that is pinned: here, or else what the server has now. */
async function pinnedTree(
  url: string,
  root: string,
  signal: AbortSignal,
): Promise<ModuleTree> {
  const here = await resolveModules(url, { signal });
  if (here.root === root) return here;
  try {
    // What is cached may be older than what was pinned.
    return await resolveModules(url, { signal, reload: true });
  } catch (error) {
    if (!(error instanceof PipelineError)) throw error;
    return here;
  }
}

/**
 * The modules behind an address, as the user or the lock names them; as they
 * are now where neither does.
 *
 * @param wanted the root that the user named
 * @throws {PipelineError} when others are there, or may be no part of a pipeline
 */
export async function knownTree(
  url: string,
  wanted: string | undefined,
  { pinning, signal }: Pick<AdmitOptions, "pinning" | "signal">,
): Promise<ModuleTree> {
  const pinned = pinning?.modules(url);
  const root = (pinning?.frozen ? pinned?.root : wanted) ?? pinned?.root;
  if (root === undefined) return await resolveModules(url, { signal });
  const tree = await pinnedTree(url, root, signal);
  if (tree.root !== root) throw differs(tree, root, pinned, pinning);
  if (wanted !== undefined && tree.root !== wanted) {
    throw differs(tree, wanted, undefined, undefined);
  }
  return tree;
}

function differs(
  tree: ModuleTree,
  root: string,
  pinned: ModulesPin | undefined,
  pinning: Pinning | undefined,
): PipelineError {
  const changes = pinned?.root === root ? changesOf(pinned, tree) : [];
  return rootDiffers(tree.url, {
    expected: root,
    actual: tree.root,
    changes: changes.map(({ change, url }) => `${url} was ${change}`),
    lock: pinned?.root === root ? pinning?.path : undefined,
  });
}

/**
 * Finds the modules from the web that a pipeline is made of, and holds them
 * against the lock and against what the user named. None of them is run.
 *
 * @throws {PipelineError} when they are not what was pinned, may be no part of
 * a pipeline, or nobody is there to agree to them
 */
export async function admit(
  address: PipelineAddress,
  options: AdmitOptions,
): Promise<Admission> {
  const { ask = askOnTerminal(), pinning, allowCode = false } = options;
  const { file, root } = address;
  const urls = isWebAddress(file)
    ? [file]
    : (await remoteImports(file, options.signal)).remote;
  const trees: ModuleTree[] = [];
  const unknown: ModuleTree[] = [];
  for (const url of urls) {
    const pinned = pinning?.modules(url);
    if (pinning?.frozen && pinned === undefined) {
      throw notPinned(url, pinning.path);
    }
    const tree = await knownTree(url, root, options);
    trees.push(tree);
    if (root !== undefined || pinned !== undefined) continue;
    if (ask === undefined) {
      throw consentNeeded(url, {
        root: tree.root,
        lock: pinning?.path,
        importer: isWebAddress(file) ? undefined : address.spoken,
      });
    }
    unknown.push(tree);
  }
  return { address, trees, fresh: unknown, pinning, allowCode, ask };
}

/** Whether the code of an admitted pipeline is agreed to. */
function mayBringCode({ allowCode, trees, pinning }: Admission): boolean {
  return allowCode || trees.every(({ url, root }) => {
    const pinned = pinning?.modules(url);
    return pinned?.root === root && pinned.code === true;
  });
}

/**
 * Checks what a pipeline with modules from the web describes, asks about what
 * is new, and remembers in the lock what is used.
 *
 * @throws {PipelineError} when it asks for more than any pipeline needs, brings
 * code that nobody allowed, or the user refuses
 */
export async function confirm(
  admission: Admission,
  description: PipelineDescription,
): Promise<void> {
  const { address, trees, fresh, pinning, ask } = admission;
  if (trees.length === 0) return;
  checkLimits(address.file, description);
  const code = !isBuiltIn(description, registry);
  if (code && !mayBringCode(admission)) throw codeRefused(address.file, trees);
  if (fresh.length > 0) {
    const question = consentQuestion(fresh, {
      hosts: dataHosts(address, description),
      code,
      lock: pinning?.path,
    });
    if (!await ask?.(question)) throw consentRefused(address.file);
  }
  for (const tree of trees) {
    const allowed = code || pinning?.modules(tree.url)?.code;
    const kept = pinning?.modules(tree.url)?.root === tree.root && allowed;
    pinning?.useModules(tree.url, {
      ...pinOf(tree),
      ...code || kept ? { code: true } : {},
    });
  }
}
