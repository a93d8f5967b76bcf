const KEY = "data-block";
/** What readers and editors have done to the page, which stays. */
const KEPT = ["open", "data-block-focused", "style"];

/** Make an element equal to another one, and leave alone what is equal: the scroll position, open details, pictures. */
export function morph(old: Element, next: Element): void {
  if (old.isEqualNode(next)) return;
  for (const { name } of [...old.attributes]) {
    if (!next.hasAttribute(name) && !KEPT.includes(name)) old.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  let place = old.firstChild;
  for (const child of [...next.childNodes]) {
    const match = findMatch(old, place, child);
    if (!match) {
      old.insertBefore(child, place);
      continue;
    }
    if (match === place) place = place.nextSibling;
    else old.insertBefore(match, place);
    if (match instanceof Element) morph(match, child as Element);
    else if (match.nodeValue !== child.nodeValue) match.nodeValue = child.nodeValue;
  }
  while (place) {
    const following = place.nextSibling;
    place.remove();
    place = following;
  }
}

/** The node that a child continues: its block wherever it has moved to, else what is in its place. */
function findMatch(parent: Element, place: ChildNode | null, child: ChildNode): ChildNode | null {
  const key = readKey(child);
  if (key) return [...parent.children].find((element) => readKey(element) === key) ?? null;
  return place && place.nodeName === child.nodeName && !readKey(place) ? place : null;
}

function readKey(node: Node): string | null {
  return node instanceof Element ? node.getAttribute(KEY) : null;
}
