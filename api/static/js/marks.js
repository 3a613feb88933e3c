// The mark of a node: a disc in its type's colour with a ring, and the type's sign on it. In the overview the disc alone.

const { createNodeBorderProgram, createNodeImageProgram, createNodeCompoundProgram } = Sigma.rendering;

export const DOT = createNodeBorderProgram({
  borders: [
    { size: { value: 2.5, mode: "pixels" }, color: { attribute: "ring" } },
    { size: { fill: true }, color: { attribute: "color" } },
  ],
});

const Sign = createNodeImageProgram({
  imageAttribute: "sign",
  drawingMode: "color",
  colorAttribute: "glyph",
  padding: 0.28,
  keepWithinCircle: true,
  debounceTimeout: 60,
  size: { mode: "force", value: 128 },
});

export const MARK = createNodeCompoundProgram([DOT, Sign]);
