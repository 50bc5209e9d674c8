// A crop that has no size to become.
// at: { minScale: 0.35 }
// says: Property 'size' is missing in type '{ minScale: number; }' but required in type '…'.
import { randomResizedCrop } from "leat";

randomResizedCrop({ minScale: 0.35 });
