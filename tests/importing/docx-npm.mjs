// Writes Word files with `docx` for npm, whose XML differs from that of Word and python-docx:
//   npm install docx@9 && node docx-npm.mjs samples
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as docx from "docx";

const { ExternalHyperlink, HeadingLevel, ImageRun, Packer, Paragraph, Table, TableCell, TableRow, TextRun } = docx;
const folder = process.argv[2] ?? ".";

const text = (...parts) =>
  new Paragraph({ children: parts.map((part) => (typeof part === "string" ? new TextRun(part) : part)) });
const heading = (words, level) => new Paragraph({ text: words, heading: HeadingLevel[`HEADING_${level}`] });
const link = (words, address) =>
  new ExternalHyperlink({ link: address, children: [new TextRun({ text: words, style: "Hyperlink" })] });
const cell = (words) => new TableCell({ children: [text(words)] });
const bullet = (words, level = 0) => new Paragraph({ text: words, bullet: { level } });
const step = (words) => new Paragraph({ text: words, numbering: { reference: "steps", level: 0 } });

// A month's update: formatting, nested and numbered lists, events, an invitation
const update = [
  heading("What we did", 1),
  text("We ", new TextRun({ text: "painted", bold: true }), " the hall. See ", link("the plan", "https://example.org/plan"), "."),
  bullet("brushes"),
  bullet("two wide ones", 1),
  bullet("paint"),
  step("sand"),
  step("paint"),
  heading("Coming up", 1),
  bullet("Seed swap: Saturday 12 December, 10:00–13:00, Old chapel"),
  bullet("Friday 11 December at 7pm: Carol evening at the chapel"),
  heading("Join the painters", 1),
  text(link("Sign up", "https://example.org/painters"), " for the painters' list."),
];

// Minutes: a title, three levels of headings, a table, a line break
const minutes = [
  new Paragraph({ text: "Minutes of November", heading: HeadingLevel.TITLE }),
  heading("Money", 2),
  text("What we sold:"),
  new Table({ rows: [["Jam", "£3"], ["Honey", "£5"]].map((row) => new TableRow({ children: row.map(cell) })) }),
  heading("Next time", 3),
  new Paragraph({ children: [new TextRun("Bring cake."), new TextRun({ text: "Bring tea.", break: 1 })] }),
];

// A story: a picture with its alternative text, a quotation, Welsh letters
const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";
const story = [
  text("Before the picture."),
  new Paragraph({
    children: [
      new ImageRun({
        type: "png",
        data: Buffer.from(pixel, "base64"),
        transformation: { width: 40, height: 30 },
        altText: { name: "beans", title: "Beans", description: "Two people planting beans" },
      }),
    ],
  }),
  text("Siôn’s tŷ – “all free”."),
  new Paragraph({ text: "I came for the soup.", style: "Quote" }),
  text("— Mair, member"),
];

const numbering = {
  config: [{ reference: "steps", levels: [{ level: 0, format: "decimal", text: "%1.", alignment: "start" }] }],
};
const styles = { paragraphStyles: [{ id: "Quote", name: "Quote", basedOn: "Normal", run: { italics: true } }] };

for (const [name, children] of Object.entries({ update, minutes, story })) {
  const document = new docx.Document({ numbering, styles, sections: [{ children }] });
  writeFileSync(join(folder, `docx-npm-${name}.docx`), await Packer.toBuffer(document));
}
