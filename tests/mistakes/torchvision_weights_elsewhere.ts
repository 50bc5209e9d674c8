// Weights of torchvision's, for a network that is not torchvision's.
// at: weights
// says: Type '"resnet34"' is not assignable to type '"none: torchvision publishes no weights of this network"'.
import { resnet, torchvision } from "leat";

resnet({ weights: torchvision("resnet34") });
