import { PipelineError } from "./pipeline_error.ts";

const stage = "remote";

const failed = (
  action: string,
  url: string,
  fact: string,
  remedy: string,
) =>
  new PipelineError(`Cannot ${action} "${url}": ${fact}`, {
    stage,
    item: url,
    remedy,
  });

/** An address that pipelines are not imported from. */
export function refusedPipelineUrl(url: string, fact: string): PipelineError {
  return new PipelineError(`Cannot import "${url}": ${fact}`, {
    stage: "command",
    item: url,
    remedy:
      "Give an https address, such as https://example.org/pets.ts#full, or one of this machine",
  });
}

/** Something behind the `#` of an address that means nothing. */
export function unknownUrlPart(spoken: string, part: string): PipelineError {
  return new PipelineError(
    `Cannot import "${spoken}": "${part}" behind the # is neither the name of an export nor sha256=<64 hex digits>`,
    {
      stage: "command",
      item: spoken,
      remedy: "Write #full, #sha256=<root> or #full&sha256=<root>",
    },
  );
}

/** Modules that do not come in time. */
export function graphSlow(url: string, seconds: number): PipelineError {
  return failed(
    "import",
    url,
    `its modules are not here after ${seconds} s`,
    "Check the network, and whether the server answers",
  );
}

/** Deno cannot say what a pipeline is made of. */
export function graphBroken(url: string, said: string): PipelineError {
  const why = said.trim().replace(/^error: /, "").split("\n")[0];
  return failed(
    "import",
    url,
    why || "Deno does not say what it is made of",
    "Check the address; `deno info` shows what it imports",
  );
}

/** An address with no module behind it. */
export function emptyGraph(url: string): PipelineError {
  return failed("import", url, "there is no module", "Check the address");
}

/** A module that does not come, or is no module. */
export function moduleAbsent(
  url: string,
  module: string,
  said: string,
): PipelineError {
  const [why = ""] = said.split("\n");
  const fact = module === url ? why : `"${module}" does not load: ${why}`;
  return failed(
    "import",
    url,
    fact,
    "Check the address and the network; if it stays so, its author must correct it",
  );
}

/** A module that Deno had, and has no more. */
export function moduleVanished(url: string, module: string): PipelineError {
  return failed(
    "import",
    url,
    `"${module}" was removed from Deno's cache meanwhile`,
    "Run again",
  );
}

/** Something that a pipeline from an address may not be made of. */
export function refusedImport(
  url: string,
  module: string,
  why: string,
): PipelineError {
  return failed(
    "import",
    url,
    `it imports "${module}", and ${why}`,
    'A pipeline from an address may import modules and JSON beside it, and "leat"',
  );
}

/** A module of another host. */
export function foreignImport(
  url: string,
  module: string,
  host: string,
): PipelineError {
  return failed(
    "import",
    url,
    `"${module}" comes from another place, ${host}`,
    "All modules of a pipeline must come from where it comes from; give the address that they moved to, or vendor it",
  );
}

/** More than a pipeline needs. */
export function graphTooLarge(
  url: string,
  found: string,
  most: string,
): PipelineError {
  return failed(
    "import",
    url,
    `it is made of ${found}, and ${most} are the most`,
    "Put data into a dataset, which is fetched by its checksum",
  );
}

/** A package that nothing pins. */
export function foreignRegistry(file: string, module: string): PipelineError {
  return failed(
    "use",
    file,
    `it imports "${module}", which no lock pins`,
    "Copy what you need of it beside the pipeline, or import it from npm",
  );
}

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
  return failed(
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
  root: string,
  lock: string | undefined,
): PipelineError {
  const where = lock === undefined
    ? "no lock is used"
    : `"${lock}" does not pin it`;
  return failed(
    "import",
    url,
    `it was not used here before: ${where}, and there is no terminal to ask on`,
    `Read it; to use it as it is now, give its address with #sha256=${root}`,
  );
}

/** The user does not want it. */
export function consentRefused(file: string): PipelineError {
  return failed(
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
  return failed(
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
  return failed(
    "use",
    file,
    `it asks for ${found}, and the most that a pipeline from an address may is ${most}`,
    "If that is meant, vendor it, and train the copy",
  );
}

/** A param with a name that every object has. */
export function reservedName(file: string, path: string): PipelineError {
  return failed(
    "use",
    file,
    `"${path}" is no name for a param`,
    "Its author must call it otherwise",
  );
}

/** A path in a pipeline from the web. */
export function localPathRefused(
  path: string,
  isRemote: boolean,
): PipelineError {
  return new PipelineError(
    isRemote
      ? `Cannot read "${path}": a pipeline from an address may not read files of this machine`
      : `Cannot read "${path}": a pipeline with modules from the web reads only what lies below its own folder`,
    {
      stage: "source",
      item: path,
      remedy: isRemote
        ? "Declare the data with dataset(), its url and its sha256; or vendor the pipeline"
        : "Put the data below the folder of the pipeline, or vendor what it imports",
    },
  );
}

/** An address that a pipeline from the web may not fetch from. */
export function refusedDataUrl(url: string, fact: string): PipelineError {
  return new PipelineError(`Cannot download "${url}": ${fact}`, {
    stage: "source",
    item: url,
    remedy:
      "A pipeline from the web fetches by https from hosts that anybody may reach",
  });
}

/** Data that could be anything. */
export function dataUnpinned(url: string): PipelineError {
  return new PipelineError(
    `Cannot download "${url}": a pipeline from the web must say its sha256`,
    {
      stage: "source",
      item: url,
      remedy:
        "Ask its author to declare the sha256; one that you know can be pinned in leat.lock",
    },
  );
}

/** Data that is too much. */
export function dataTooLarge(
  url: string,
  size: number,
  most: number,
): PipelineError {
  return new PipelineError(
    `Cannot download "${url}": it has ${size} bytes, and a pipeline from the web may fetch ${most}`,
    {
      stage: "source",
      item: url,
      remedy: "Vendor the pipeline, and train the copy",
    },
  );
}

/** A package that holds no dataset. */
export function unknownPackageData(
  file: string,
  known: readonly string[],
): PipelineError {
  return new PipelineError(
    `Cannot read "${file}": a pipeline from the web may read packages of data alone`,
    {
      stage: "source",
      item: file,
      remedy: `These are ${known.map((name) => `"${name}"`).join(", ")}`,
    },
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
