// A renderer for each block: the compiler complains when one is missing.
import { renderBlocks, type BlockRenderers, type SharedBodyBlock, type StandardBodyBlock, type UpdateBodyBlock } from "@community-cms/client";

const shared: BlockRenderers<SharedBodyBlock> = {
  heading: ({ text, level }) => `<h${level}>${text}</h${level}>`,
  paragraph: (html) => html,
  quote: ({ text }) => text,
  statistic: ({ number, label }) => `${number} ${label}`,
  image: ({ caption }) => caption,
  video: ({ url }) => url,
  call_to_action: (_value, { id }) => id,
  shared_call_to_action: (_value, { type }) => type,
  ways_to_take_part: ({ heading }) => heading,
  documents: ({ heading }) => heading,
};

export const all: BlockRenderers<UpdateBodyBlock> = {
  ...shared,
  news: ({ heading }) => heading,
  events: ({ items }) => items.map((item) => item.type).join(),
  upcoming_events: ({ heading }) => heading,
  team_intro: ({ person }) => person?.name ?? "",
};

export const standard: BlockRenderers<StandardBodyBlock> = {
  ...shared,
  policies: ({ items }) => items.map(({ page, policy_status }) => `${page.title} ${policy_status}`).join(),
};

export const render = (body: UpdateBodyBlock[]): string[] => renderBlocks(body, all);

// @ts-expect-error the renderer of a block is missing
export const incomplete: BlockRenderers<UpdateBodyBlock> = shared;

// @ts-expect-error there is no such block
export const invented: BlockRenderers<UpdateBodyBlock> = { ...all, riddle: () => "" };

// @ts-expect-error a statistic has no text
export const mistaken: BlockRenderers<UpdateBodyBlock> = { ...all, statistic: ({ text }) => text };
