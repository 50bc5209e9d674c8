/**
 * `Type`, taken as given: a key typed with it is checked, never inferred from.
 *
 * Each type parameter of a pipeline is inferred at one key and `Given`
 * everywhere else, so that a mismatch is reported at the key that is wrong.
 * Unlike `NoInfer` it leaves no trace in an error message.
 */
export type Given<Type> = [Type][Type extends unknown ? 0 : never];
