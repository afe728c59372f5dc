// Parses Bicep files with tree-sitter. It reads the grammar, not the meaning: nothing is resolved or type-checked.
// args:   FILE.bicep ...
// stdout: { "FILE.bicep": { errors: ["line: text"], parameters: { name: type }, variables: { name: value }, outputs: { name: value },
//           resources: [{ name, type, existing, parent, body }], modules: [{ name, path, body }], references: ["name.outputs.x"] } }
// A value is a JSON value; an expression is { "$": "its text" }. The body of a loop is that of one turn, with "$loop" its head. parent is the resource a nested one lies in.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(fileURLToPath(new URL('./node_modules/tree-sitter-bicep/tree-sitter-bicep.wasm', import.meta.url))));

const named = (node) => node.namedChildren.filter((child) => child.type !== 'comment');
const expression = (node) => ({ $: node.text });

const textOf = (node) => {
  const parts = named(node);
  return parts.some((part) => part.type === 'interpolation') ? expression(node) : parts.map((part) => part.text).join('');
};

const value = (node) => {
  switch (node.type) {
    case 'string': return textOf(node);
    case 'boolean': return node.text === 'true';
    case 'number': return Number(node.text);
    case 'null': return null;
    case 'array': return named(node).map(value);
    case 'object': return objectOf(node);
    case 'for_statement': return loop(node);
    case 'if_statement': return { $if: node.text.slice(0, node.text.indexOf('{')), ...value(named(node).at(-1)) };
    default: return expression(node);
  }
};

const objectOf = (node) => {
  const result = {};
  for (const property of named(node)) {
    const [key, content] = named(property);
    // A nested resource is listed with the others.
    if (key.type === 'resource_declaration') continue;
    result[key.type === 'string' ? (typeof textOf(key) === 'string' ? textOf(key) : key.text) : key.text] = value(content);
  }
  return result;
};

const loop = (node) => {
  const body = node.childForFieldName('body');
  const inner = value(body);
  const head = node.text.slice(0, body.startIndex - node.startIndex).trim();
  return body.type === 'object' ? { $loop: head, ...inner } : { $loop: head, $each: inner };
};

const read = (source) => {
  const root = parser.parse(source).rootNode;
  const file = { errors: [], parameters: {}, variables: {}, outputs: {}, resources: [], modules: [], references: [] };

  const visit = (node, parent) => {
    if (node.isError || node.isMissing) file.errors.push(`${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`);
    const parts = named(node);
    let inside = parent;
    if (node.type === 'parameter_declaration') file.parameters[parts[0].text] = parts[1].text;
    if (node.type === 'variable_declaration') file.variables[parts[0].text] = value(parts[1]);
    if (node.type === 'output_declaration') file.outputs[parts[0].text] = value(parts.at(-1));
    if (node.type === 'module_declaration') file.modules.push({ name: parts[0].text, path: textOf(parts[1]), body: value(parts.at(-1)) });
    if (node.type === 'resource_declaration') {
      const existing = node.children.some((child) => child.text === 'existing');
      file.resources.push({ name: parts[0].text, type: textOf(parts[1]), existing, parent, body: value(parts.at(-1)) });
      inside = parts[0].text;
    }
    if (node.type === 'member_expression' && /^\w+\.outputs\.\w+$/.test(node.text)) file.references.push(node.text);
    for (const child of node.children) visit(child, inside);
  };

  visit(root, null);
  return file;
};

console.log(JSON.stringify(Object.fromEntries(process.argv.slice(2).map((path) => [path, read(readFileSync(path, 'utf8'))]))));
