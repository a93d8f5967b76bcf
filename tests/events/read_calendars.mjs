// Reads a JSON list of calendars on standard input; prints, of each, what npm's ical.js reads in it:
// {uid: [start, end, status]}, times in UTC.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

ICAL.design.strict = true;

const write = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());

const readCalendar = (text) => {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const timezone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(timezone));
  }
  const entries = {};
  for (const component of calendar.getAllSubcomponents("vevent")) {
    const event = new ICAL.Event(component);
    const status = component.getFirstPropertyValue("status");
    if (event.uid in entries) throw new Error(`${event.uid} is there twice`);
    if (!event.startDate.isDate && event.startDate.zone === ICAL.Timezone.localTimezone) {
      throw new Error(`${event.uid} has a time without a zone`);
    }
    entries[event.uid] = [write(event.startDate), write(event.endDate), status];
  }
  return entries;
};

console.log(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(readCalendar)));
