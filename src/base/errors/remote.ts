import { PipelineError } from "./pipeline_error.ts";
import { remoteFault } from "./_remote_fault.ts";

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
  return remoteFault(
    "import",
    url,
    `its modules are not here after ${seconds} s`,
    "Check the network, and whether the server answers",
  );
}

/** Modules that come without end. */
export function graphEndless(url: string, mebibytes: number): PipelineError {
  return remoteFault(
    "import",
    url,
    `reading its modules takes more than ${mebibytes} MiB of memory`,
    "Put data into a dataset, which is fetched by its checksum",
  );
}

/** Deno cannot say what a pipeline is made of. */
export function graphBroken(url: string, said: string): PipelineError {
  const why = said.trim().replace(/^error: /, "").split("\n")[0];
  return remoteFault(
    "import",
    url,
    why || "Deno does not say what it is made of",
    "Check the address; `deno info` shows what it imports",
  );
}

/** An address with no module behind it. */
export function emptyGraph(url: string): PipelineError {
  return remoteFault("import", url, "there is no module", "Check the address");
}

/** A module that does not come, or is no module. */
export function moduleAbsent(
  url: string,
  module: string,
  said: string,
): PipelineError {
  const [why = ""] = said.split("\n");
  const fact = module === url ? why : `"${module}" does not load: ${why}`;
  return remoteFault(
    "import",
    url,
    fact,
    "Check the address and the network; if it stays so, its author must correct it",
  );
}

/** A module that Deno had, and has no more. */
export function moduleVanished(url: string, module: string): PipelineError {
  return remoteFault(
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
  return remoteFault(
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
  return remoteFault(
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
  return remoteFault(
    "import",
    url,
    `it is made of ${found}, and ${most} are the most`,
    "Put data into a dataset, which is fetched by its checksum",
  );
}

/** A package that nothing pins. */
export function foreignRegistry(file: string, module: string): PipelineError {
  return remoteFault(
    "use",
    file,
    `it imports "${module}", which no lock pins`,
    "Copy what you need of it beside the pipeline, or import it from npm",
  );
}
