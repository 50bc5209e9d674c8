/** The version of Deno that Leat is made and tested with. */
export const WANTED_DENO = "2.9.6";

/** What runs a program. */
export interface Runtime {
  readonly Deno?: { readonly version: { readonly deno: string } };
}

function numbers(version: string): readonly number[] {
  return version.split(/[.+-]/, 3).map(Number);
}

/** Whether a version is the wanted one or a later one. */
function isEnough(version: string): boolean {
  const wanted = numbers(WANTED_DENO);
  const given = numbers(version);
  const at = wanted.findIndex((each, index) => each !== given[index]);
  return at < 0 || wanted[at]! < (given[at] ?? 0);
}

/**
 * Why a program cannot run here, if it cannot: no Deno, or too old a one. It
 * is asked before anything else is loaded.
 *
 * @param args what the program was told
 */
export function runtimeFault(
  { Deno }: Runtime,
  args: readonly string[],
): string | undefined {
  const remedy = [
    `Type: npx -y deno@${WANTED_DENO} run -A npm:leat`,
    ...args,
  ].join(" ");
  if (Deno === undefined) {
    return `Cannot run Leat: this is not Deno, whose version ${WANTED_DENO} it needs\n${remedy}`;
  }
  if (isEnough(Deno.version.deno)) return undefined;
  return `Cannot run Leat: this is Deno ${Deno.version.deno}, and it needs ${WANTED_DENO} or later\n${remedy}`;
}

/** What to say where Leat's packages are in no folder. */
export const WITHOUT_PACKAGES =
  `Cannot load Leat: there is no folder node_modules with its packages
Write "nodeModulesDir": "auto" into deno.json, beside "imports"`;
