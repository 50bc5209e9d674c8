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

/** What goes out of one item. */
function predictionSchema({ kind, classes }: About): Schema {
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

/** What a status means, where it is no answer. */
const FAULTS: Readonly<Record<string, string>> = {
  400: "It cannot be read; the error says why",
  401: "The token is missing or another",
  403: "Another Host or Origin",
  408: "The body comes too slowly",
  413: "The body is too large",
  415: "The content type is another",
  500: "The process with the model crashed; it is started anew",
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
          description: `The body is at most ${maxBytes} bytes.`,
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
