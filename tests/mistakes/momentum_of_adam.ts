// What Adam calls beta1, under the name that it has elsewhere.
// at: momentum
// says: Object literal may only specify known properties, and 'momentum' does not exist in type '…'.
import { adamW } from "leat";

adamW({ momentum: 0.9 });
