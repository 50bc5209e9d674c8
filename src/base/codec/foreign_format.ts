/** A format that trained weights come in and that Leat does not read. */
export interface ForeignFormat {
  /** With its article: `a PyTorch file`. */
  readonly name: string;
  /** What to do, as one imperative sentence without a final period. */
  readonly remedy: string;
}

/**
 * Where PyTorch is: `weights_only` unpickles tensors and no code, and a
 * checkpoint keeps its tensors one level below.
 */
const FROM_TORCH = "Convert it where PyTorch is (pip install safetensors): " +
  "import torch, safetensors.torch as st; " +
  'w = torch.load("in.pth", map_location="cpu", weights_only=True); ' +
  'st.save_file({k: v.contiguous() for k, v in w.get("state_dict", w).items()}, "out.safetensors")';

const TORCH: ForeignFormat = {
  name: "a PyTorch file of pickled objects, which can run code when it is read",
  remedy: FROM_TORCH,
};

const WEB_PAGE: ForeignFormat = {
  name: "a web page",
  remedy:
    "Give the address of the file itself: on Hugging Face it has /resolve/ where the page has /blob/",
};

const OTHERS = "Convert it to safetensors, with torchvision's names";

/** What a file begins with, one character a byte, in lower case. */
const BEGINNINGS: readonly (readonly [string, ForeignFormat])[] = [
  // Pickles, as torch.save wrote them before 1.6; a zip holds those of later.
  ...["\x02", "\x03", "\x04", "\x05"].map((protocol) =>
    [`\x80${protocol}`, TORCH] as const
  ),
  ["pk\x03\x04", { name: "a zip archive", remedy: OTHERS }],
  ["<!doctype html", WEB_PAGE],
  ["<html", WEB_PAGE],
  ["version https://git-lfs", {
    name: "a pointer of Git LFS that stands for the file",
    remedy: "Fetch the file itself, such as with git lfs pull",
  }],
  ["\x89hdf", { name: "an HDF5 file, such as Keras writes", remedy: OTHERS }],
  ["gguf", { name: "a GGUF file", remedy: OTHERS }],
];

/** The first file in the zip of `torch.save`. */
const TORCH_ZIP = /^pk.{28}[^/]+\/data\.pkl/s;

/** Eight bytes of length, of which the upper four are zero, and a JSON object. */
const SAFETENSORS = /^.{4}\0{4}\{/s;

/** Endings that only PyTorch's files have. */
const TORCH_ENDING = /\.(pth|pt|th|ckpt|pkl)$/i;

/** The format that the bytes of a file begin like, if it is a foreign one. */
export function foreignFormat(bytes: Uint8Array): ForeignFormat | undefined {
  const text = String.fromCharCode(...bytes.subarray(0, 256));
  // The length of a header may read as the beginning of a pickle.
  if (SAFETENSORS.test(text)) return undefined;
  const start = text.trimStart().toLowerCase();
  if (TORCH_ZIP.test(start)) return TORCH;
  return BEGINNINGS.find(([begins]) => start.startsWith(begins))?.[1];
}

/** The format that the end of a path or address promises, if it is foreign. */
export function foreignEnding(reference: string): ForeignFormat | undefined {
  const path = reference.replace(/[?#].*$/, "");
  return TORCH_ENDING.test(path) ? TORCH : undefined;
}
