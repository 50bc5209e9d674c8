// The weights of another network.
// at: weights
// says: Type '"resnet34"' is not assignable to type '"resnet18"'.
import { resnet18, torchvision } from "leat";

resnet18({ weights: torchvision("resnet34") });
