// Weights of torchvision's for a network that Leat does not build.
// at: "vgg16"
// says: Argument of type '"vgg16"' is not assignable to parameter of type 'TorchvisionName'.
import { torchvision } from "leat";

torchvision("vgg16");
