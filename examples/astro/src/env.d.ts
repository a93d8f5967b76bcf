declare namespace App {
  interface Locals {
    /** What every part of a page knows: the language, the site and its words. */
    view: import("./lib/view.ts").View;
  }
}
