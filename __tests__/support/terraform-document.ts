import type { Fields } from './provider-combinations';
import type { Section } from './provider-types';

export interface Resource {
  readonly type: string;
  /** `azurerm_route.one`, or `data.azurerm_subnet.one`. */
  readonly address: string;
  readonly body: unknown;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Takes what `Testing.synth` returns, what a file holds, or the object itself. */
export function parseDocument(json: unknown): Fields {
  const document: unknown = typeof json === 'string' ? JSON.parse(json) : json;
  if (!isFields(document)) {
    throw new Error('a Terraform document is a JSON object');
  }
  return document;
}

export function resourcesOf(document: Fields, section: Section): Resource[] {
  return entries(document[section]).flatMap(([type, ofType]) => entries(ofType).map(([id, body]) => ({
    type,
    address: section === 'data' ? `data.${type}.${id}` : `${type}.${id}`,
    body,
  })));
}

/** Key `//` holds what CDKTF notes for itself. */
function entries(value: unknown): [string, unknown][] {
  return isFields(value) ? Object.entries(value).filter(([key]) => key !== '//') : [];
}

/** All parts of a document that can hold references, each with the address that messages show. */
export function partsOf(document: Fields): { address: string; body: unknown }[] {
  const others = entries(document)
    .filter(([section]) => section !== 'resource' && section !== 'data')
    .flatMap(([section, content]) => entries(content).map(([key, body]) => ({ address: `${section}.${key}`, body })));
  return [...resourcesOf(document, 'resource'), ...resourcesOf(document, 'data'), ...others];
}
