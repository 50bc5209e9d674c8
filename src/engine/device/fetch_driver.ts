import { reasonOf } from "../../base/errors/device.ts";
import {
  chooseDriver,
  type DriverChoice,
  thisMachine,
} from "./choose_driver.ts";
import { FETCHING, installSwiftShader } from "./swiftshader.ts";

/**
 * Puts a software driver into the user's cache, if this machine will need it.
 * It is for a process that may fetch; the one that computes afterwards may not.
 *
 * @param onNotice gets the lines that a user must read
 * @returns the driver that will be used, where that is known before
 */
export async function fetchDriver(
  onNotice: (line: string) => void,
): Promise<DriverChoice["driver"]> {
  const { driver } = await chooseDriver({
    ...thisMachine(() => {}),
    loadSwiftShader: async () => {
      try {
        await installSwiftShader({ onFetch: () => onNotice(FETCHING) });
      } catch (error) {
        onNotice(`SwiftShader cannot be fetched: ${reasonOf(error)}`);
        throw error;
      }
    },
  });
  return driver;
}
