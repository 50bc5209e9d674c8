/** The settings of the kernel; its inputs are `images` and `maps`. */
export type SampleSettings = {
  readonly toHeight: number;
  readonly toWidth: number;
  readonly smallHeight: number;
  readonly smallWidth: number;
  /** Whether any image is averaged down. */
  readonly averages: boolean;
};
