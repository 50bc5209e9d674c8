/**
 * What of the helpers here tests of other folders use.
 *
 * @module
 */
export { Desk, eventsOf, type Finished, type Told, told } from "./_cli.ts";
export { type Parts, pictures, points } from "./_pipelines.ts";
export { serve, type Server } from "./_server.ts";
export { web } from "./_web.ts";
