import * as tf from "@tensorflow/tfjs-core";
// Core alone differentiates nothing: its bundle registers no gradient, and that
// of tfjs-layers registers them all.
import "@tensorflow/tfjs-layers";

// Else the cpu backend prints an advertisement for a package that Deno cannot load.
tf.env().set("IS_NODE", false);

export { tf };
