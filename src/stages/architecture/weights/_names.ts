import type { StoredTensor } from "../../../base/codec/safetensors.ts";

type Tensors = ReadonlyMap<string, StoredTensor>;

/** What `torch.nn.DataParallel` writes before every name. */
const PARALLEL = "module.";

/**
 * What no body needs: heads, by the names of Leat, of torchvision and timm, and
 * of networks for CIFAR; and torch's count of batches, which matters only where
 * a batch norm has no momentum.
 */
const KNOWN = /^(head|fc|linear)\.|(^|\.)num_batches_tracked$/;

/** Whether a body can do without a tensor of this name. */
export function isKnownExtra(name: string): boolean {
  return KNOWN.test(name);
}

/**
 * Tensors by the names that they had in the network itself: weights saved from
 * within `DataParallel` carry its prefix, all of them or none.
 */
export function ownNames(tensors: Tensors): Tensors {
  const names = [...tensors.keys()];
  if (!names.every((name) => name.startsWith(PARALLEL))) return tensors;
  return new Map([...tensors].map(([name, tensor]) => [
    name.slice(PARALLEL.length),
    tensor,
  ]));
}
