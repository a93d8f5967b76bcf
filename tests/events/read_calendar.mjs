// Prints what npm's ical.js reads in the calendar on standard input: {uid: [start, end, status]}, times in UTC.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
for (const timezone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(new ICAL.Timezone(timezone));
}

const write = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
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
console.log(JSON.stringify(entries));
