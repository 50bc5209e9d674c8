import { z } from "zod";
import { isWebAddress } from "../../base/codec/web_address.ts";
import type { PipelineDescription } from "../../flow/pipeline/description.ts";
import type { PipelineAddress } from "../address/locate.ts";
import { weightsOf } from "../data/weights_of.ts";

const fetched = z.looseObject({ from: z.looseObject({ url: z.url() }) });

/** The hosts that a pipeline's dataset and weights come from. */
export function dataHosts(
  { file }: Pick<PipelineAddress, "file">,
  description: PipelineDescription,
): readonly string[] {
  const { data } = fetched.safeParse(description.source.params);
  const weights = weightsOf(description)?.at;
  const base = isWebAddress(file) ? file : undefined;
  const urls = [data?.from.url, weights && URL.parse(weights, base)?.href];
  const hosts = urls.flatMap((url) =>
    url !== undefined && isWebAddress(url) ? [new URL(url).host] : []
  );
  return [...new Set(hosts)].sort();
}
