/** Whether two types are the same, to the letter: `any` is only `any`. */
export type IsExact<A, B> = (<T>() => T extends A ? 1 : 2) extends
  (<T>() => T extends B ? 1 : 2) ? true : false;

/** Compiles only where `Truth` is `true`. */
export function assertType<Truth extends true>(..._: Truth[]): void {}
