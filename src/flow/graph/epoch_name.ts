/** The name of the node of an epoch: `fit/full/3`. */
export function epochName(
  { phase, epoch }: { readonly phase: string; readonly epoch: number },
): string {
  return `fit/${phase}/${epoch}`;
}
