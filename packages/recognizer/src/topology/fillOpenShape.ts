/**
 * The shape of one clip's input where a model leaves places open (`null`): the features', by axis; a last axis of 1 may come
 * in addition, as images have it. A shape that does not fit so stays as it is.
 */
export function fillOpenShape(shape: readonly unknown[], features: readonly number[]): unknown[] {
  const image = shape.length === features.length + 1 && shape.at(-1) === 1;
  if (shape.length !== features.length && !image) return [...shape];
  return shape.map((size, axis) => size ?? features[axis]);
}
