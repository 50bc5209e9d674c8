/** What a crash in the middle of a long epoch may cost, in seconds. */
const SECONDS = 60;

/** Says when the state within an epoch is to be saved. */
export interface SaveTimer {
  /** Asked after each step. */
  due(): boolean;
  /** Begins to wait anew: the state was just saved, or an epoch begins. */
  restart(): void;
}

/**
 * A timer that is due when so many seconds have passed; 0 is after every step.
 * When state is saved changes no result.
 *
 * @param now milliseconds; tests give their own clock
 */
export function saveTimer(
  seconds = SECONDS,
  now: () => number = () => performance.now(),
): SaveTimer {
  let since = now();
  return {
    due: () => now() - since >= seconds * 1000,
    restart: () => {
      since = now();
    },
  };
}
