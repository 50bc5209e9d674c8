import { FAMILIARITY } from "../../flow/graph/familiarity.ts";
import { bytes } from "../format.ts";
import type { About } from "../child/serve_protocol.ts";

/** What is described. */
export interface OpenApiOptions {
  readonly pipeline: string;
  readonly about: About;
  readonly maxBytes: number;
  /** Whether it asks for a token. */
  readonly secret: boolean;
}

type Schema = Readonly<Record<string, unknown>>;

const reference = (name: string) => ({ $ref: `#/components/schemas/${name}` });

const content = (schema: Schema) => ({ "application/json": { schema } });

/** A row, as far as it is known. */
function rowSchema({ columns }: About): Schema {
  if (columns === undefined) return { type: "object" };
  const properties = Object.fromEntries(
    columns.map(({ name, values, optional, median }) => {
      const type = values === undefined
        ? "number"
        : values.every((each) => typeof each === "boolean")
        ? "boolean"
        : "string";
      return [name, {
        type: optional ? [type, "null"] : type,
        ...values === undefined ? { example: median } : { examples: values },
      }];
    }),
  );
  const required = columns.filter(({ optional }) => !optional)
    .map(({ name }) => name);
  return { type: "object", properties, required };
}

/** What comes in. */
function requestContent(about: About): Schema {
  if (about.takes === "row") {
    const row = reference("Row");
    return content({ oneOf: [row, { type: "array", items: row }] });
  }
  const binary = { schema: { type: "string", format: "binary" } };
  return {
    "multipart/form-data": {
      schema: {
        type: "object",
        required: ["file"],
        properties: { file: { type: "string", format: "binary" } },
      },
    },
    ...about.takes === "image" ? { "image/*": binary } : { "*/*": binary },
  };
}

const numbers = { type: "array", items: { type: "number" } };

/** Along the rows, and along the columns. */
const pair = { ...numbers, minItems: 2, maxItems: 2 };

/** A cell that no training row has the like of. */
const UNMET: Schema = {
  type: "array",
  description:
    "The cells of the row that are outside of what training rows have: a number out of their range, a word that none has, or one that is missing where none was",
  items: {
    type: "object",
    required: ["column", "value"],
    properties: {
      column: { type: "string" },
      value: {},
      range: { ...pair, description: "The least and the most in training" },
    },
  },
};

/** How unlike an item is to those of training. */
function unlikeSchema({ takes }: About): Schema {
  return {
    type: "object",
    description:
      "How unlike it is to anything seen in training: the distance of what the network makes of it to what it makes of training items, and the cells of a row that no training row has the like of. Absent where neither can be told",
    required: ["flag", "distance", "threshold", "percentile"],
    properties: {
      flag: {
        type: ["boolean", "null"],
        description:
          "Farther than the threshold, or with a cell that few validation rows have the like of; null where validation items are too few to say",
      },
      distance: {
        type: ["number", "null"],
        minimum: 0,
        maximum: 2,
        description: "Null where the network does not show its features",
      },
      threshold: {
        type: ["number", "null"],
        description: `${
          100 * FAMILIARITY.share
        } % of validation items are farther, or have such cells`,
      },
      percentile: {
        type: ["number", "null"],
        description: "The share of validation items that are nearer, in %",
      },
      ...takes === "row" ? { unmet: UNMET } : {},
    },
  };
}

/** What speaks for an answer. */
const EXPLANATION: Schema = {
  type: "object",
  description:
    "What of the picture speaks for the answer, by Grad-CAM. Only where it was asked for",
  required: ["of", "layer", "view", "grid", "map"],
  properties: {
    of: {
      type: ["string", "null"],
      description: "What it speaks for; null for a number",
    },
    layer: { type: "string" },
    view: {
      type: ["object", "null"],
      description:
        "What part of the picture the network saw: how it became a square (its middle, distorted, or with mirrored edges), and what part of that square, 0 to 1. Null where nobody can say",
      properties: {
        fit: { enum: ["crop", "squish", "pad"] },
        ...Object.fromEntries(
          ["left", "top", "width", "height"].map((each) =>
            [each, { type: "number" }] as const
          ),
        ),
      },
    },
    grid: {
      type: "object",
      description:
        "Where the places of the map lie over that part, 0 to 1: the first row and column, and the steps from one to the next",
      properties: { first: pair, step: pair },
    },
    map: {
      type: "array",
      items: numbers,
      description: "Rows from above, 0 to 1",
    },
  },
};

/** What goes out of one item. */
function predictionSchema(about: About): Schema {
  return {
    ...answerSchema(about),
    unlike: reference("Unlike"),
    ...about.takes === "image" ? { explanation: reference("Explanation") } : {},
  };
}

function answerSchema({ kind, classes }: About): Schema {
  const share = { type: "number", minimum: 0, maximum: 1 };
  const probabilities = {
    type: "object",
    properties: Object.fromEntries(
      classes.map((each) => [String(each), share]),
    ),
  };
  switch (kind) {
    case "quantity":
      return { label: { type: "number" } };
    case "tags":
      return {
        label: { type: "array", items: { enum: classes } },
        probabilities,
      };
    case "category":
      return { label: { enum: classes }, probability: share, probabilities };
  }
}

const TOLD = {
  milliseconds: { type: "number", description: "From request to answer" },
  model: { type: "string", description: "The key of the model" },
};

/** Asks for an explanation. */
const EXPLAIN: Schema = {
  name: "explain",
  in: "query",
  description: "1 to be told what of the picture speaks for the answer",
  schema: { enum: ["0", "1"], default: "0" },
};

/** What a status means, where it is no answer. */
const FAULTS: Readonly<Record<string, string>> = {
  400: "It cannot be read; the error says why",
  401: "The token is missing or another",
  403: "Another Host or Origin",
  408: "The body comes too slowly",
  413: "The body is too large",
  415: "The content type is another",
  422: "The process with the model ended each time it was asked about this",
  500: "The server is at fault",
  503: "Too much is asked at once; see Retry-After",
};

/** How a model is asked, as OpenAPI describes it. */
export function openApi(
  { pipeline, about, maxBytes, secret }: OpenApiOptions,
): Schema {
  const one = {
    type: "object",
    properties: { ...predictionSchema(about), ...TOLD },
  };
  const list = {
    type: "object",
    properties: {
      predictions: {
        type: "array",
        items: {
          oneOf: [
            { type: "object", properties: predictionSchema(about) },
            reference("Error"),
          ],
        },
      },
      ...TOLD,
    },
  };
  const faults = Object.fromEntries(
    Object.entries(FAULTS).filter(([status]) => secret || status !== "401")
      .map(([status, description]) => [status, {
        description,
        content: content(reference("Error")),
      }]),
  );
  const text = (summary: string, type: string) => ({
    get: {
      summary,
      responses: { 200: { description: summary, content: { [type]: {} } } },
    },
  });
  return {
    openapi: "3.1.0",
    info: { title: pipeline, version: about.model },
    ...secret ? { security: [{ token: [] }] } : {},
    paths: {
      "/predict": {
        post: {
          summary: "Ask the model",
          description: `The body is at most ${bytes(maxBytes)}.`,
          ...about.takes === "image" ? { parameters: [EXPLAIN] } : {},
          requestBody: { required: true, content: requestContent(about) },
          responses: {
            200: {
              description: "What the model says",
              content: content(
                about.takes === "row" ? { oneOf: [one, list] } : one,
              ),
            },
            ...faults,
          },
        },
      },
      "/model": text("What the model is", "application/json"),
      "/healthz": text("Whether it answers, and with what", "application/json"),
      "/metrics": text("Counts, for Prometheus", "text/plain"),
    },
    components: {
      ...secret
        ? { securitySchemes: { token: { type: "http", scheme: "bearer" } } }
        : {},
      schemas: {
        Unlike: unlikeSchema(about),
        ...about.takes === "image" ? { Explanation: EXPLANATION } : {},
        ...about.takes === "row" ? { Row: rowSchema(about) } : {},
        Error: {
          type: "object",
          required: ["error"],
          properties: {
            error: {
              type: "object",
              required: ["message"],
              properties: {
                message: { type: "string" },
                remedy: { type: "string" },
              },
            },
          },
        },
      },
    },
  };
}
