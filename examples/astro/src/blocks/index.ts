import { renderBlocks, type BlockRenderers, type StandardBodyBlock, type UpdateBodyBlock } from "@community-cms/client";
import CallToAction from "./CallToAction.astro";
import Documents from "./Documents.astro";
import Events from "./Events.astro";
import Heading from "./Heading.astro";
import Image from "./Image.astro";
import News from "./News.astro";
import Paragraph from "./Paragraph.astro";
import Policies from "./Policies.astro";
import Quote from "./Quote.astro";
import Statistic from "./Statistic.astro";
import TeamIntro from "./TeamIntro.astro";
import UpcomingEvents from "./UpcomingEvents.astro";
import Video from "./Video.astro";
import WaysToTakePart from "./WaysToTakePart.astro";

/** A block of any page. */
export type BodyBlock = UpdateBodyBlock | StandardBodyBlock;

/** Every block of any page: without one of them `npm run check` fails. */
export const renderers: BlockRenderers<BodyBlock, Rendered> = {
  heading: (value) => use(Heading, { value }),
  paragraph: (value) => use(Paragraph, { value }),
  quote: (value) => use(Quote, { value }),
  statistic: (value) => use(Statistic, { value }),
  image: (value) => use(Image, { value }),
  video: (value) => use(Video, { value }),
  news: (value) => use(News, { value }),
  events: (value) => use(Events, { value }),
  upcoming_events: (value) => use(UpcomingEvents, { value }),
  team_intro: (value) => use(TeamIntro, { value }),
  call_to_action: (value) => use(CallToAction, { value }),
  shared_call_to_action: (value) => use(CallToAction, { value, isShared: true }),
  ways_to_take_part: (value) => use(WaysToTakePart, { value }),
  documents: (value) => use(Documents, { value }),
  policies: (value) => use(Policies, { value }),
};

type Component<Props> = (props: Props) => unknown;

/** A component and what it is given. */
export interface Rendered {
  Component: Component<object>;
  props: object;
}

/** The compiler checks that the component takes these properties. */
function use<Props extends object>(component: Component<Props>, props: Props): Rendered {
  return { Component: component as Component<object>, props };
}

/** The components of a body, each with its block. */
export function render(body: BodyBlock[]): (Rendered & { block: BodyBlock })[] {
  return body.flatMap((block) => renderBlocks([block], renderers).map((rendered) => ({ ...rendered, block })));
}
