import { CLOUDS } from '../azure/clouds';
import { EDITIONS } from '../requirements/edition';
import { NOTATIONS } from './host-notations';
import { about, aChoice, aFlag, aText, list, NEED, objectSchema, publishedSchema, REQUIREMENT_ID, someTexts } from './output-schema';

/** JSON Schema of `export --format json`. */
export function exportSchema(): object {
  const gap = objectSchema({
    requirementId: REQUIREMENT_ID, need: NEED, reason: aText('Why.'), remedy: aText('What to do instead.'),
  });
  return publishedSchema('export.schema.json', 'What a deployment needs, for a firewall that knows no service tags', objectSchema({
    header: about('Where the lists come from.', objectSchema({
      deployment: aText('The name of the deployment.'), edition: aChoice(EDITIONS, 'Its edition.'), cloud: aChoice(CLOUDS, 'Its cloud.'),
      region: aText('Its region.'),
      linkedLists: list('Articles that the edition links to.', objectSchema({
        article: aText('The path of the article.'), date: aText('The date of its list.'),
      })),
      serviceTagFile: about('The service tag file. There if one was given.', objectSchema({
        file: aText('Its name.'), date: aText('Its date, where its name has one.'),
        changeNumber: about('Its change number.', { type: 'integer' }),
      }, ['date'])),
      wildcards: aChoice(NOTATIONS, 'How wildcards are written.'),
      widerThanDocumented: aText('What the notation opens beyond the requirements. Left out if it opens nothing more.'),
    }, ['serviceTagFile', 'widerThanDocumented'])),
    entries: list('What the firewall has to let through.', objectSchema({
      kind: aChoice(['host', 'url', 'address'], 'What it is.'), value: aText('The host, the URL or the address range.'),
      protocol: aText('The protocol.'), port: aText('The port, a range of ports, or all.'),
      serviceTag: aText('The service tag that has the address.'), requirementIds: someTexts('The requirements that ask for it.'),
      purpose: aText('What it is for.'), dataExfiltration: aText('Why data can leave through it.'),
    }, ['serviceTag', 'dataExfiltration'])),
    notCarried: list('Requirements that lists cannot carry.', gap),
    notPassing: list('Requirements whose traffic does not pass the firewall.', gap),
    substitutions: list('Requirements that are carried in another form.', objectSchema({
      requirementId: REQUIREMENT_ID, need: NEED, writtenAs: aText('What is written instead.'), reason: aText('Why.'),
      isWider: aFlag('Whether that covers more than is asked for.'),
    })),
    documentationGaps: list('Needs for which the documentation has no name in this cloud.', gap),
  }));
}
