/**
 * What a picture or a row becomes, in Python.
 *
 * @module
 */
import type { Facts } from "../facts.ts";

const CROP = `    side = int(min(width / size, height / size) * size)
    left, top = (width - side) // 2, (height - side) // 2
    image = image.crop((left, top, left + side, top + side))`;

const PAD = `    side = int(max(width / size, height / size) * size)
    left, top = (side - width) // 2, (side - height) // 2
    edges = ((top, side - height - top), (left, side - width - left), (0, 0))
    image = Image.fromarray(np.pad(np.asarray(image), edges, mode="reflect"))`;

const SQUARE = {
  crop: `    width, height = image.size\n${CROP}\n`,
  pad: `    width, height = image.size\n${PAD}\n`,
  squish: "",
} as const;

/** What Pillow is asked for before it decodes a JPEG. */
function draft({ size, method, reducingGap }: NonNullable<Facts["image"]>) {
  if (reducingGap === undefined) return "";
  const least = Math.floor(reducingGap * size);
  const sides = method === "pad"
    ? `[max(1, ${least} * side // max(image.size)) for side in image.size]`
    : `(${least}, ${least})`;
  return `    image.draft(None, ${sides})\n`;
}

function imageFields(image: NonNullable<Facts["image"]>): string {
  const { size, method } = image;
  return `def fields_of(path, size=${size}):
    """A picture file as what the model is given."""
    image = Image.open(path)
${draft(image)}    image = ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    if profile and image.mode == "RGB":
        image = ImageCms.profileToProfile(
            image, BytesIO(profile), ImageCms.createProfile("sRGB")
        )
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image)
    image = image.convert("RGB")
${
    SQUARE[method]
  }    image = image.resize((size, size), Image.Resampling.BILINEAR)
    return {"NAME": np.asarray(image, np.uint8)[None]}
`;
}

const ROW_FIELDS = `def fields_of(row):
    """A row, a dict of its cells, as what the model is given."""
    numbers, codes, lacks = [], [], []
    for column in facts["columns"]["continuous"]:
        cell = row.get(column["column"])
        if column["missing"]:
            lacks.append(2 if cell is None else 1)
        number = column["median"] if cell is None else cell
        numbers.append((number - column["mean"]) / column["deviation"])
    for column in facts["columns"]["categorical"]:
        cell, values = row.get(column["column"]), column["values"]
        codes.append(values.index(cell) + 1 if cell in values else 0)
    fields = {
        "continuous": np.array([numbers], np.float32),
        "categorical": np.array([codes + lacks], np.int32),
    }
    return {each["name"]: fields[each["name"]] for each in facts["inputs"]}
`;

/** An example of what one asks about, as Python and JavaScript both write it. */
export function example({ image, columns }: Facts): string {
  if (image) return '"photo.jpg"';
  if (!columns) return "fields";
  const { continuous, categorical } = columns;
  const cells = [
    ...continuous.map(({ column, median }) => [column, median] as const),
    ...categorical.map(({ column, values: [first] }) =>
      [column, String(first)] as const
    ),
  ];
  return `{${
    cells.map(([column, value]) =>
      `${JSON.stringify(column)}: ${JSON.stringify(value)}`
    ).join(", ")
  }}`;
}

/** The module of Python's own that it takes. */
export function ownImports({ image }: Facts): string {
  return image ? "\nfrom io import BytesIO" : "";
}

/** The modules that it takes besides numpy. */
export function imports({ image }: Facts): string {
  return image ? "\nfrom PIL import Image, ImageCms, ImageOps" : "";
}

/** A function that makes of an item what the model is given, if that is known. */
export function fieldsFunction({ image, columns, inputs }: Facts): string {
  const [first] = inputs;
  if (image) {
    return `${imageFields(image).replace("NAME", first?.name ?? "")}\n\n`;
  }
  return columns ? `${ROW_FIELDS}\n\n` : "";
}
