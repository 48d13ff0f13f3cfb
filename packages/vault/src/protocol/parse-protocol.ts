import { cleanText } from '../note/clean-text.ts';
import { readFrontmatter } from '../note/frontmatter.ts';
import type { Frontmatter, FrontmatterValue } from '../note/note.ts';
import type { Protocol, ProtocolInput, ProtocolProblem, ProtocolRefusal } from './protocol.ts';

/** UTF-16 units of a protocol, and of its description. */
const MAX_TEXT = 200_000;
const MAX_DESCRIPTION = 1024;

/** The tool names of the SKILL.md convention, and the operations they stand for. */
const tools: ReadonlyMap<string, string> = new Map([
  ['read', 'file.read'],
  ['ls', 'file.list'],
  ['glob', 'file.list'],
  ['grep', 'file.search'],
  ['write', 'file.write'],
  ['edit', 'file.write'],
  ['bash', 'shell.run'],
  ['webfetch', 'web.fetch'],
]);

/**
 * Reads a protocol: Markdown with frontmatter `name`, `description`, `inputs`, `operations`, `model`,
 * or a SKILL.md with `allowed-tools`. `known` are the operations that exist; others are reported and
 * grant nothing, and so does saying nothing. `digest` is the SHA-256 of the file, computed by the
 * caller.
 */
export function parseProtocol(
  raw: string,
  known: readonly string[],
  digest: string,
): Protocol | ProtocolRefusal {
  if (raw.length > MAX_TEXT) return { refused: 'too_long' };
  const { text } = cleanText(raw);
  const front = readFrontmatter(text);
  if (front.end === 0) return { refused: 'no_frontmatter' };
  const { values } = front;
  const name = values['name'];
  if (typeof name !== 'string' || name.trim() === '') return { refused: 'no_name' };
  // The convention's names, and nothing that could be taken for a path or an option.
  if (!/^[\p{L}\p{N}][\p{L}\p{N} _.-]{0,63}$/u.test(name))
    return { refused: 'bad_name', value: name };
  const description = values['description'];
  if (typeof description !== 'string' || description.trim() === '') {
    return { refused: 'no_description' };
  }
  const inputs = inputsOf(values['inputs']);
  if ('refused' in inputs) return inputs;
  const problems: ProtocolProblem[] = front.broken.map((line) => ({
    code: 'frontmatter_broken',
    line,
  }));
  const operations = operationsOf(values, known, problems);
  const body = text.slice(front.end).trim();
  const names = new Set(inputs.map((input) => input.name));
  for (const [, used = ''] of body.matchAll(PLACE)) {
    if (!names.has(used)) problems.push({ code: 'unknown_input', value: used });
  }
  const model = values['model'];
  return {
    name: name.trim(),
    description: description.trim().slice(0, MAX_DESCRIPTION),
    inputs,
    operations,
    model: typeof model === 'string' && model.trim() !== '' ? model.trim() : null,
    text: body,
    digest,
    problems,
  };
}

const PLACE = /\{\{\s*([\p{L}\p{N}_-]+)\s*\}\}/gu;

/**
 * The instructions with the inputs' values in their places, once: what a value holds is never read
 * as a place again. `missing` names the required inputs without a value.
 */
export function fillProtocol(
  protocol: Protocol,
  values: Readonly<Record<string, string>>,
): { readonly text: string } | { readonly missing: readonly string[] } {
  const given = new Map<string, string>();
  const missing: string[] = [];
  for (const input of protocol.inputs) {
    const value = Object.hasOwn(values, input.name) ? values[input.name] : undefined;
    if (value !== undefined) given.set(input.name, value);
    else if (input.preset !== null) given.set(input.name, input.preset);
    else if (input.required) missing.push(input.name);
    else given.set(input.name, '');
  }
  if (missing.length > 0) return { missing };
  return { text: protocol.text.replace(PLACE, (place, name: string) => given.get(name) ?? place) };
}

function operationsOf(
  values: Frontmatter,
  known: readonly string[],
  problems: ProtocolProblem[],
): string[] {
  const granted = new Set<string>();
  for (const value of list(values['operations'])) {
    if (known.includes(value)) granted.add(value);
    else problems.push({ code: 'unknown_operation', value });
  }
  for (const value of list(values['allowed-tools'])) {
    const operation = tools.get(value.toLowerCase());
    if (value.includes('(')) problems.push({ code: 'narrowed_tool', value });
    else if (operation !== undefined && known.includes(operation)) granted.add(operation);
    else problems.push({ code: 'unknown_operation', value });
  }
  return [...granted].toSorted();
}

/** A list, or words set apart by commas or spaces outside of parentheses. */
function list(value: FrontmatterValue | undefined): string[] {
  if (Array.isArray(value)) {
    return (value as readonly FrontmatterValue[]).filter((entry) => typeof entry === 'string');
  }
  return typeof value === 'string' ? (value.match(/[^\s,(]+(?:\([^)]*\))?/gu) ?? []) : [];
}

function inputsOf(
  value: FrontmatterValue | undefined,
): ProtocolInput[] | Extract<ProtocolRefusal, { refused: 'bad_input' }> {
  if (value === undefined || value === null) return [];
  const inputs: ProtocolInput[] = [];
  const entries: (readonly [string, FrontmatterValue])[] = isList(value)
    ? value.map((entry) => namedEntry(entry))
    : isMap(value)
      ? Object.entries(value)
      : [[String(value), null]];
  for (const [name, about] of entries) {
    if (!/^[\p{L}\p{N}_-]{1,64}$/u.test(name) || inputs.some((input) => input.name === name)) {
      return { refused: 'bad_input', value: name };
    }
    const map = isMap(about) ? about : {};
    const preset = map['default'];
    const description = typeof about === 'string' ? about : map['description'];
    inputs.push({
      name,
      description: typeof description === 'string' ? description : '',
      required: map['required'] !== false,
      preset: preset === undefined || preset === null ? null : plainText(preset),
    });
  }
  return inputs;
}

/** `- name`, `- name: about`, or `- name: x` with `description:` beside it. */
function namedEntry(entry: FrontmatterValue): readonly [string, FrontmatterValue] {
  if (!isMap(entry)) return [plainText(entry), null];
  const name = entry['name'];
  if (typeof name === 'string') return [name, entry];
  const [first] = Object.entries(entry);
  return first ?? ['', null];
}

const isList = (value: FrontmatterValue): value is readonly FrontmatterValue[] =>
  Array.isArray(value);
const isMap = (value: FrontmatterValue): value is Readonly<Record<string, FrontmatterValue>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const plainText = (value: FrontmatterValue): string =>
  typeof value === 'object' ? '' : String(value);
