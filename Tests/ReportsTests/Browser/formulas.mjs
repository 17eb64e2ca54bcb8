// Runs the formula part of the page's script on texts: node formulas.mjs SCRIPT < LIST
// LIST is a JSON list of texts; prints a list of how each is shown: what was put as it is, and formulas
// as MathML.
import {readFileSync} from 'node:fs';

class Element {
  constructor(name) {
    this.localName = name;
    this.attributes = {};
    this.parts = [];
    this.className = '';
  }
  setAttribute(name, value) { this.attributes[name] = value; }
  append(...parts) { this.parts.push(...parts.filter((part) => part !== '')); }
  get textContent() {
    return this.parts.map((part) => typeof part === 'string' ? part : part.textContent).join('');
  }
  write() {
    const {title, ...others} = this.attributes;
    const attributes = Object.entries(others).map(([key, value]) => ` ${key}="${value}"`).join('');
    const inside = this.parts.map((part) => typeof part === 'string' ? part : part.write()).join('');
    return `<${this.localName}${attributes}>${inside}</${this.localName}>`;
  }
}
globalThis.document = {createElementNS: (_, name) => new Element(name)};
const make = (name, style, ...parts) => {
  const element = new Element(name);
  element.append(...parts);
  return element;
};
const put = (parent, text) => parent.append(text);
const invisible = /[\u0000-\u0008\u202e]/gu;
const passage = () => null;
const script = readFileSync(process.argv[2], 'utf8');
const typeset = new Function('make', 'put', 'invisible', 'passage', script + '\nreturn typeset;')(
  make, put, invisible, passage);
const shown = JSON.parse(readFileSync(0, 'utf8')).map((pieces) => {
  const element = typeset('pre', '', pieces);
  return element ? element.parts.map((part) => typeof part === 'string' ? part : part.write()).join('')
    : null;
});
console.log(JSON.stringify(shown));
