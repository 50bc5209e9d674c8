import { PipelineError } from "./pipeline_error.ts";
import { remoteFault } from "./_remote_fault.ts";

/** The modules at an address are not those that were pinned, or asked for. */
export function rootDiffers(
  url: string,
  { expected, actual, changes, lock }: {
    readonly expected: string;
    readonly actual: string;
    /** What became of modules, in words; none where that is not known. */
    readonly changes: readonly string[];
    /** The lock that pins them; without it, the user named the root. */
    readonly lock: string | undefined;
  },
): PipelineError {
  const pinned = lock === undefined ? "asked for" : "pinned";
  const what = changes.length > 0 ? `; ${changes.join(", ")}` : "";
  return remoteFault(
    "import",
    url,
    `the sha256 of its modules is not the one that was ${pinned}, ${expected}, but ${actual}${what}`,
    lock === undefined
      ? "Ask its author; if the change is wanted, give the new root behind #sha256="
      : `To see what changed, and to pin it in "${lock}": deno task update ${url}`,
  );
}

/** A pipeline that nobody agreed to, and nobody is there to ask. */
export function consentNeeded(
  url: string,
  { root, lock, importer }: {
    readonly root: string;
    readonly lock: string | undefined;
    /** The pipeline of this machine that imports it. */
    readonly importer: string | undefined;
  },
): PipelineError {
  const where = lock === undefined
    ? "no lock is used"
    : `"${lock}" does not pin it`;
  return remoteFault(
    "import",
    url,
    `it was not used here before: ${where}, and there is no terminal to ask on`,
    importer === undefined
      ? `Read it; to use it as it is now, give its address with #sha256=${root}`
      : `Read it; to use it as it is now: deno task update ${importer} --yes`,
  );
}

/** The user does not want it. */
export function consentRefused(file: string): PipelineError {
  return remoteFault(
    "use",
    file,
    "it was not agreed to",
    "Nothing of it was kept but Deno's copy of its modules",
  );
}

/** Code of a pipeline from the web that would compute during training. */
export function codeRefused(
  file: string,
  trees: readonly { readonly url: string; readonly root: string }[],
): PipelineError {
  const roots = trees.map(({ root }) => root).join(", ");
  return remoteFault(
    "train",
    file,
    `it brings stages of its own, whose code would run during training (sha256 of its modules: ${roots})`,
    "Read the code; to run it, without network and without your files, add --allow-code",
  );
}

/** More than a pipeline from the web may ask for. */
export function excessive(
  file: string,
  found: string,
  most: string,
): PipelineError {
  return remoteFault(
    "use",
    file,
    `it asks for ${found}, and the most that a pipeline from an address may is ${most}`,
    "If that is meant, vendor it, and train the copy",
  );
}

/** A param with a name that every object has. */
export function reservedName(file: string, path: string): PipelineError {
  return remoteFault(
    "use",
    file,
    `"${path}" is no name for a param`,
    "Its author must call it otherwise",
  );
}

/** A model whose code may not decode. */
export function predictsNoImages(spoken: string): PipelineError {
  return new PipelineError(
    `Cannot ask "${spoken}" about images: it brings code from the web, which runs where no image can be decoded`,
    {
      stage: "remote",
      item: spoken,
      remedy: "Read the code, vendor the pipeline, and train the copy",
    },
  );
}
