/**
 * The process that sees to a GPU driver before one that computes is started: it
 * may fetch from npm, which that one may not. Prints the lines that a user must
 * read and, at last, which driver it is: each as JSON. A process of its own, since a driver can take its process with it.
 *
 * @module
 */
import { fetchDriver } from "../../engine/device/fetch_driver.ts";
import { sendLine } from "./send_line.ts";

if (import.meta.main) {
  const driver = await fetchDriver((notice) => sendLine({ notice }));
  sendLine({ driver: driver ?? null });
}
