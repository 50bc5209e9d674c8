/** A confusion matrix of what is no class. */
export function noClasses(target: "quantity" | "tags"): RangeError {
  const labels = target === "quantity" ? "numbers" : "tags";
  return new RangeError(
    `Cannot count which class was taken for which: labels are ${labels}`,
  );
}
