import { aChoice, aText, LAYERS, list, objectSchema, PLACES, publishedSchema, RESULT_SCHEMA, someTexts } from './output-schema';

/** JSON Schema of `explain --format json`. */
export function explanationSchema(): object {
  return publishedSchema('explanation.schema.json', 'What the rules of a network do with one flow', objectSchema({
    flow: aText('The flow, as the command takes it.'),
    outcome: aChoice(['allow', 'deny', 'unknown'], 'What happens to the flow. `unknown`: the files do not say.'),
    steps: list('The layers on the way, in the order in which the flow passes them.', objectSchema({
      layer: aChoice(LAYERS, 'What decides there.'), result: RESULT_SCHEMA, text: aText('The rule or route that decides, in words.'),
      places: PLACES, rules: someTexts('The rules that were looked at, in their order.'),
    })),
    conditions: someTexts('What the outcome rests on that is not in the files.'),
  }));
}
