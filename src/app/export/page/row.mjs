/**
 * Rows as a model was trained with: numbers about their mean, words as codes.
 *
 * @module
 */

function cellOf(row, { column, missing }, is, expected) {
  if (!missing && !Object.hasOwn(row, column)) {
    throw new TypeError(`Cannot read the row: it has no "${column}"`);
  }
  const cell = row[column] ?? null;
  if (cell === null || is.includes(typeof cell)) return cell;
  throw new TypeError(
    `Cannot read "${column}" of the row: ${expected} is expected there`,
  );
}

/**
 * The fields of a row: `continuous`, 32-bit floats, and `categorical`, 32-bit
 * integers. A model has either of them, or both.
 *
 * @param row its cells by column; null is missing
 * @param columns those of `leat.json`
 */
export function encodeRow(row, { continuous, categorical }) {
  const lacks = [];
  const numbers = continuous.map((each) => {
    const cell = cellOf(row, each, ["number"], "a number");
    if (each.missing) lacks.push(cell === null ? 2 : 1);
    return ((cell ?? each.median) - each.mean) / each.deviation;
  });
  const words = categorical.map((each) => {
    const cell = cellOf(row, each, ["string", "boolean"], "a word");
    // 0 is what is missing, or was never seen in training.
    return each.values.indexOf(cell) + 1;
  });
  return {
    continuous: Float32Array.from(numbers),
    categorical: Int32Array.from([...words, ...lacks]),
  };
}
