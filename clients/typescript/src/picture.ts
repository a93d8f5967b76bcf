import type { Image } from "./schema.ts";

/** Attributes of a `<source>`. */
export interface SourceAttributes {
  type: string;
  srcset: string;
  sizes: string;
}

/** Attributes of an `<img>`. */
export interface ImgAttributes {
  src: string;
  srcset: string;
  sizes: string;
  alt: string;
  width: number;
  height: number;
}

/** A `<picture>`: its sources, best format first, its image, and what CSS needs. */
export interface Picture {
  sources: SourceAttributes[];
  img: ImgAttributes;
  /** `object-position`: the centre of the focal point, if the picture is cropped. */
  position: string;
  /** A tiny picture as a `data:` address, to show until the image has loaded; may be empty. */
  placeholder: string;
}

/** The attributes of a `<picture>`; null if no file is ready, as in the first seconds of a new image. */
export function makePicture(image: Image | null, sizes = "100vw"): Picture | null {
  const sets = image?.renditions.filter(({ srcset }) => srcset.length) ?? [];
  const last = sets.at(-1);
  if (!image?.download_url || !last) return null;
  const { width, height } = last.srcset.reduce((largest, file) => (file.width > largest.width ? file : largest));
  const write = (set: typeof last) => set.srcset.map((file) => `${file.url} ${file.width}w`).join(", ");
  return {
    sources: sets.slice(0, -1).map((set) => ({ type: set.type, srcset: write(set), sizes })),
    img: { src: image.download_url, srcset: write(last), sizes, alt: image.alt, width, height },
    position: findPosition(image),
    placeholder: image.placeholder,
  };
}

function findPosition({ focal_point: point, width, height }: Image): string {
  if (!point || !width || !height) return "50% 50%";
  return `${percent(point.x / width)} ${percent(point.y / height)}`;
}

function percent(part: number): string {
  return `${Math.round(Math.min(Math.max(part, 0), 1) * 100)}%`;
}
