import Ajv, { ErrorObject } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The schema of SARIF 2.1.0 (rtm.5), as published, without its descriptions and without the head of an older draft of JSON Schema. */
const schema = JSON.parse(readFileSync(join(__dirname, 'sarif-2.1.0.schema.json'), 'utf8')) as object;
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false, formats: {
  'uri': (text: string) => URL.canParse(text), 'date-time': true,
  'uri-reference': (text: string) => /^[A-Za-z0-9._~:/?#[\]@!$&'()*+,;=%-]*$/.test(text) && URL.canParse(text, 'https://example.com/'),
} });
const validate = ajv.compile(schema);

/** What the schema has against a document; nothing when it is SARIF. */
export function sarifErrors(document: unknown): readonly ErrorObject[] {
  return validate(document) ? [] : validate.errors!;
}
