import assert from "node:assert/strict";
import { test } from "node:test";
import { makePicture, renderBlocks } from "../src/index.ts";
import type { BlockRenderers, HeadingBlock, Image, ParagraphBlock } from "../src/index.ts";

const file = (type: string, width: number) =>
  ({ url: `https://cms.example.org/${width}.${type}`, width, height: width / 2 });
const image: Image = {
  ...{ id: 3, title: "Boat", alt: "A boat", width: 1600, height: 1000, credit: "", credit_url: "", licence: "" },
  focal_point: { x: 400, y: 900, width: 10, height: 10 },
  placeholder: "data:image/webp;base64,UklGRg==",
  download_url: "https://cms.example.org/800.jpeg",
  renditions: [
    { type: "image/avif", srcset: [file("avif", 480), file("avif", 800)] },
    { type: "image/jpeg", srcset: [file("jpeg", 480), file("jpeg", 800)] },
  ],
};

test("a picture has a source for each format, and an image for the last", () => {
  assert.deepEqual(makePicture(image, "50vw"), {
    sources: [
      {
        type: "image/avif",
        srcset: "https://cms.example.org/480.avif 480w, https://cms.example.org/800.avif 800w",
        sizes: "50vw",
      },
    ],
    img: {
      src: "https://cms.example.org/800.jpeg",
      srcset: "https://cms.example.org/480.jpeg 480w, https://cms.example.org/800.jpeg 800w",
      sizes: "50vw",
      alt: "A boat",
      width: 800,
      height: 400,
    },
    position: "25% 90%",
    placeholder: image.placeholder,
  });
});

test("an image without files has no picture", () => {
  assert.equal(makePicture({ ...image, download_url: null, renditions: [] }), null);
  assert.equal(makePicture(null), null);
});

type Block = HeadingBlock | ParagraphBlock;
const renderers: BlockRenderers<Block> = { heading: ({ text }, { id }) => `${id}: ${text}`, paragraph: (html) => html };

test("blocks are rendered in order; those that these types do not know go to a function for them", () => {
  const body = [
    { type: "heading", value: { text: "Boats", level: 2, anchor: "boats" }, id: "a" },
    { type: "toString", value: "", id: "b" },
    { type: "paragraph", value: "<p>Two.</p>", id: "c" },
  ] as Block[];

  assert.deepEqual(renderBlocks(body, renderers), ["a: Boats", "<p>Two.</p>"]);
  assert.deepEqual(renderBlocks(body, renderers, ({ type }) => type), ["a: Boats", "toString", "<p>Two.</p>"]);
});
