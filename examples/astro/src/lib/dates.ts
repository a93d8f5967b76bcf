import type { EventDate, ExternalEvent } from "@community-cms/client";

const DAY = { day: "numeric", month: "long", year: "numeric" } as const;
const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

type Span = Pick<EventDate, "start" | "end"> & Partial<Pick<EventDate, "all_day" | "time_zone">>;
type Options = Intl.DateTimeFormatOptions;

/** How a language writes dates. Times are those of the event's own time zone. */
export interface Dates {
  day(date: string): string;
  month(period: string): string;
  /** Both ends of a date; the second one is null if there is only one. */
  span(date: EventDate | ExternalEvent): [from: string, to: string | null];
  tile(date: EventDate | ExternalEvent): { weekday: string; day: string; month: string };
  moved(date: EventDate): string;
  monthOf(date: EventDate): string;
}

export function makeDates(locale: string): Dates {
  const language = locale === "en" ? "en-GB" : locale;
  const write = (date: string, options: Options, timeZone?: string) =>
    new Intl.DateTimeFormat(language, { ...options, timeZone }).format(new Date(date));
  // A date without a time zone is local already: read and written as if it were in UTC.
  const read = ({ time_zone: zone }: Span, date: string) => (zone ? date : `${date.slice(0, 19)}Z`);
  const zoned = (span: Span, date: string, options: Options) =>
    write(read(span, date), options, span.time_zone ?? "UTC");
  return {
    day: (date) => write(date, DAY, "UTC"),
    month: (period) => write(`${period}-01`, { month: "long", year: "numeric" }, "UTC"),
    span: (date) => {
      const { start, end, all_day: allDay = false } = date as Span;
      const on = (moment: string) => `${zoned(date, moment, { weekday: "long" })} ${zoned(date, moment, DAY)}`;
      const at = (moment: string) => `${on(moment)}, ${zoned(date, moment, TIME)}`;
      const isOneDay = end !== null && on(start) === on(end);
      if (allDay) return [on(start), end === null || isOneDay ? null : on(end)];
      return [at(start), end === null ? null : isOneDay ? zoned(date, end, TIME) : at(end)];
    },
    tile: (date) => ({
      weekday: zoned(date, date.start, { weekday: "short" }),
      day: zoned(date, date.start, { day: "numeric" }),
      month: zoned(date, date.start, { month: "short" }),
    }),
    moved: (date) => {
      if (!date.moved_from) return "";
      const day = zoned(date, date.moved_from, { day: "numeric", month: "long" });
      return date.all_day ? day : `${day}, ${zoned(date, date.moved_from, TIME)}`;
    },
    monthOf: (date) => zoned(date, date.start, { month: "long", year: "numeric" }),
  };
}

/** A date that is over when the page is made. */
export function isPast({ start, end }: EventDate | ExternalEvent): boolean {
  return new Date(end ?? start) < new Date();
}
