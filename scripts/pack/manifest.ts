import { z } from "zod";

/** What the package says of itself, out of `deno.json`. */
export const project = z.object({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  license: z.string(),
  exports: z.record(z.string(), z.string()),
  imports: z.record(z.string(), z.string()),
  compilerOptions: z.record(z.string(), z.json()),
});

/** See {@linkcode project}. */
export type Project = z.infer<typeof project>;

/** `npm:@a/b@1.0.0/c`, or `npm:/b@1.0.0/` for all that is in a package. */
const NPM = /^npm:\/?((?:@[^/@]+\/)?[^/@]+)@([^/]+)(?:\/.*)?$/;

/**
 * What no module imports. Where npm installs the packages, Deno checks code that
 * imports `node:` modules only if their types are among them.
 */
const FOR_TYPES = { "@types/node": "26.6.6" };

/** What packages that are used expect beside them. */
const PEERS = ["commander"];

/** The exact versions of the packages that are needed, by name. */
function dependenciesOf(
  { imports }: Project,
  imported: ReadonlySet<string>,
): Record<string, string> {
  const used = new Set([...imported, ...PEERS]);
  const versions = new Map<string, string>();
  for (const address of Object.values(imports)) {
    const [, name, version] = NPM.exec(address) ?? [];
    if (name && version && used.has(name)) versions.set(name, version);
  }
  return Object.fromEntries([...versions].sort());
}

/** The script of a module. */
const script = (module: string) => module.replace(/\.ts$/, ".js");

/** The same for every export. */
function eachExport<Result>(
  { exports }: Project,
  map: (module: string) => Result,
): Record<string, Result> {
  return Object.fromEntries(
    Object.entries(exports).map(([name, module]) => [name, map(module)]),
  );
}

/**
 * The `package.json` of the package. Dependencies are exact: other versions
 * compute other bits.
 *
 * @param imported names that the packed modules import; those of packages
 * have a version in the project's imports
 * @param deno the version of Deno that the package is made for
 */
export function packageManifest(
  project: Project,
  imported: ReadonlySet<string>,
  deno: string,
): string {
  const { name, version, description, license } = project;
  const manifest = {
    name,
    version,
    description,
    license,
    type: "module",
    engines: { deno: `>=${deno}` },
    bin: { leat: "src/app/cli/leat.js" },
    exports: {
      ...eachExport(
        project,
        (module) => ({ types: module, default: script(module) }),
      ),
      "./package.json": "./package.json",
    },
    dependencies: { ...FOR_TYPES, ...dependenciesOf(project, imported) },
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/**
 * The `deno.json` of the package, which processes of an installed Leat are
 * started with: packages are where they were installed, and `"leat"` is this
 * very Leat.
 */
export function packageConfig(project: Project): string {
  const { name, version, compilerOptions } = project;
  const config = {
    name,
    version,
    exports: eachExport(project, script),
    nodeModulesDir: "manual",
    lock: false,
    compilerOptions,
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

/**
 * The `deno.lock` of the package: what Deno takes for up to date where such a
 * process is held to what is locked. Packages were pinned when they were
 * installed.
 *
 * @param manifest the `package.json` of the package
 */
export function packageLock(manifest: string): string {
  const { dependencies } = z.object({
    dependencies: z.record(z.string(), z.string()),
  }).parse(JSON.parse(manifest));
  const packages = Object.entries(dependencies)
    .map(([name, version]) => `npm:${name}@${version}`).sort();
  const lock = {
    version: "5",
    workspace: { packageJson: { dependencies: packages } },
  };
  return `${JSON.stringify(lock, null, 2)}\n`;
}
