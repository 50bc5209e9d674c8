/**
 * The rules of the house, as a plugin of `deno lint`.
 *
 * @module
 */
import { clockAndChance } from "./clock_and_chance.ts";
import { denoApi } from "./deno_api.ts";
import { errorMessage } from "./error_message.ts";
import { importDirection } from "./import_direction.ts";
import { packages } from "./packages.ts";
import { privateFiles } from "./private_files.ts";

export default {
  name: "rooms",
  rules: {
    "import-direction": importDirection,
    "packages": packages,
    "private-files": privateFiles,
    "deno-api": denoApi,
    "clock-and-chance": clockAndChance,
    "error-message": errorMessage,
  },
} satisfies Deno.lint.Plugin;
