import type { SuiteName } from "./arguments.ts";
import { epochSuite } from "./epoch/suite.ts";
import { kernelsSuite } from "./kernels/suite.ts";
import { memorySuite } from "./memory/suite.ts";
import { peersSuite } from "./peers/suite.ts";
import { startSuite } from "./start/suite.ts";
import { stepSuite } from "./step/suite.ts";
import type { Suite } from "./suite.ts";

/** Every suite by its name. */
export const SUITES: Readonly<Record<SuiteName, Suite>> = {
  step: stepSuite,
  kernels: kernelsSuite,
  epoch: epochSuite,
  start: startSuite,
  memory: memorySuite,
  peers: peersSuite,
};
