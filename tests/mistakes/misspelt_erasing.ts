// fastai's name of a setting of randomErasing().
// at: min_aspect
// says: Object literal may only specify known properties, but 'min_aspect' does not exist in type '…'. Did you mean to write 'minAspect'?
import { randomErasing } from "leat";

randomErasing({ min_aspect: 0.5 });
