/** Variables of the environment, and what they are to be. */
export type Variables = Readonly<Record<string, string>>;

/**
 * Runs with other variables of the environment, for this test file alone: those
 * of the process are also its neighbours', and of all children that it has.
 */
export async function withVariables<Result>(
  variables: Variables,
  run: () => Result | Promise<Result>,
): Promise<Result> {
  const { env } = Deno;
  const { get } = env;
  env.get = (name) => variables[name] ?? get.call(env, name);
  try {
    return await run();
  } finally {
    env.get = get;
  }
}
