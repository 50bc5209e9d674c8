// A range that is one number.
// at: yRange
// says: Type 'number' is not assignable to type 'readonly [low: number, high: number]'.
import { resnet101 } from "leat";

resnet101({ yRange: 5 });
