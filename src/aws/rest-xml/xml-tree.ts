// A request's body as a tree of elements, each with the places where its tags end: a fault names line and column as the
// service's own parser does. saxes reads: it knows no entities but XML's five, and a document type is refused at sight, so
// nothing is fetched (XXE) and nothing grows (billion laughs).
// Invariant: depth and numbers of elements and attributes are bounded (base/limits.ts).

import { SaxesParser } from "saxes";
import { maxXmlAttributes, maxXmlDepth, maxXmlElements } from "../../base/limits.ts";
import { invalidInput } from "../fault.ts";

/** Counted from 1, behind the tag. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface Element {
  readonly name: string;
  readonly namespace: string;
  /** Names of attributes, without declarations of namespaces and what XML Schema itself means by `xsi:`. */
  readonly attributes: readonly string[];
  readonly children: readonly Element[];
  /** The text directly inside. */
  readonly text: string;
  readonly opened: Place;
  readonly closed: Place;
}

interface Building extends Element {
  readonly attributes: string[];
  readonly children: Building[];
  text: string;
  closed: Place;
}

const schemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

/** The fault of a body at a place, worded as the service's parser words it. */
export function xmlFault({ line, column }: Place, what: string): Error {
  const where = `lineNumber: ${line}; columnNumber: ${column}`;
  return invalidInput(
    `Invalid XML ; javax.xml.stream.XMLStreamException: org.xml.sax.SAXParseException; ${where}; ${what}`,
  );
}

/** The root element; throws a fault of the wire when there is none. */
export function parseXml(text: string): Element {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: Building[] = [];
  let root: Building | null = null;
  let elements = 0;
  let attributes = 0;
  // Where tags do not match, saxes has closed the element before it says so.
  let closed: Building | undefined;
  const place = (): Place => ({ line: parser.line, column: parser.column + 1 });
  const refuse = (what: string): never => {
    throw xmlFault(place(), what);
  };
  parser.on("error", ({ message }) => refuse(wordsOf(message, root, closed)));
  parser.on("doctype", () => refuse(noDoctype));
  parser.on("attribute", () => {
    attributes += 1;
    if (attributes > maxXmlAttributes) refuse(`There are more than ${maxXmlAttributes} attributes.`);
  });
  parser.on("opentag", ({ local, uri, attributes }) => {
    elements += 1;
    if (open.length >= maxXmlDepth) refuse(`Elements nest deeper than ${maxXmlDepth} levels.`);
    if (elements > maxXmlElements) refuse(`There are more than ${maxXmlElements} elements.`);
    const own = Object.values(attributes).filter(({ prefix, name, uri }) => !isSpecial(prefix, name, uri));
    const element = begin(local, uri, place());
    element.attributes.push(...own.map(({ name }) => name));
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (text: string): void => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    closed = open.pop();
    if (closed !== undefined) closed.closed = place();
  });
  parser.write(text).close();
  return root ?? refuse(endTooSoon);
}

const endTooSoon = "Premature end of file.";
const noDoctype =
  'DOCTYPE is disallowed when the feature "http://apache.org/xml/features/disallow-doctype-decl" set to true.';

/** What saxes finds, as the service's parser says it; what that has no words of its own for stays as it is. */
function wordsOf(message: string, root: Element | null, closed: Element | undefined): string {
  const found = message.replace(/^\d+:\d+: /, "");
  if (found.startsWith("document must contain a root")) return endTooSoon;
  if (found.startsWith("unclosed tag")) return "XML document structures must start and end within the same entity.";
  if (found.startsWith("documents may contain only one root"))
    return "The markup in the document following the root element must be well-formed.";
  if (found.startsWith("text data outside"))
    return `Content is not allowed in ${root === null ? "prolog" : "trailing section"}.`;
  if (found.startsWith("unexpected close tag") && closed !== undefined)
    return `The element type "${closed.name}" must be terminated by the matching end-tag "</${closed.name}>".`;
  return found;
}

function begin(name: string, namespace: string, at: Place): Building {
  return { name, namespace, attributes: [], children: [], text: "", opened: at, closed: at };
}

function isSpecial(prefix: string, name: string, uri: string): boolean {
  return prefix === "xmlns" || name === "xmlns" || uri === schemaInstance;
}
