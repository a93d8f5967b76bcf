/** A block of a body, such as one of `UpdateBodyBlock`. */
export interface AnyBlock {
  type: string;
  value: unknown;
  id?: string;
}

/** One function for each type of block: leaving one out is a type error. */
export type BlockRenderers<Block extends AnyBlock, Result = string> = {
  [Type in Block["type"]]: (value: ValueOf<Block, Type>, block: BlockOf<Block, Type>) => Result;
};

/** The block of a type in a union of blocks. */
export type BlockOf<Block extends AnyBlock, Type> = Extract<Block, { type: Type }>;

/** What a block of a type contains. */
export type ValueOf<Block extends AnyBlock, Type> = BlockOf<Block, Type>["value"];

/** Render each block of a body. Blocks that these types do not know go to `unknown`, or are left out. */
export function renderBlocks<Block extends AnyBlock, Result>(
  blocks: readonly Block[],
  renderers: BlockRenderers<Block, Result>,
  unknown?: (block: AnyBlock) => Result,
): Result[] {
  const known = new Map<string, (value: never, block: never) => Result>(Object.entries(renderers));
  return blocks.flatMap((block) => {
    const render = known.get(block.type);
    if (render) return [render(block.value as never, block as never)];
    return unknown ? [unknown(block)] : [];
  });
}
