import { articleAddress } from '../../lib/catalog/article-address';
import { conditionText, RequirementDocument, requirementDocuments } from '../../lib/catalog/requirement-documents';
import { CATALOG_SECTIONS, CatalogSection } from '../../lib/requirements/catalog-section';
import { EDITIONS } from '../../lib/requirements/edition';
import { code, generated, prose, table, wrapped } from './markdown';

const FOLDER = 'docs/catalog';

/** The heading of each section, and when it applies. */
const SECTIONS: Readonly<Record<CatalogSection, readonly [string, string]>> = {
  [CatalogSection.BASIC]: ['Basic configuration', 'Always applies.'],
  [CatalogSection.MICROSOFT_IMAGES]: ['Images that Microsoft provides', 'Switch it on with the scenario `microsoft-images`.'],
  [CatalogSection.PYTHON_PACKAGES]: ['Python packages', 'Switch it on with the scenario `python-packages`.'],
  [CatalogSection.RSTUDIO]: ['RStudio and R packages', 'Switch it on with the scenario `rstudio`.'],
  [CatalogSection.PUBLIC_IP_COMPUTE]: ['Compute with public IP addresses', 'Applies when `compute.publicIp` is true.'],
  [CatalogSection.STORAGE_FIREWALL]: ['Storage behind a firewall', 'Switch it on with the scenario `storage-firewall`.'],
  [CatalogSection.HBI_WORKSPACE]: ['Workspace for high business impact', 'Applies when `workspace.hbi` is true.'],
  [CatalogSection.KUBERNETES]: ['Kubernetes compute', 'Applies when the deployment has `kubernetes`.'],
  [CatalogSection.AKS]: ['Azure Kubernetes Service', 'Applies when the deployment has `kubernetes.aks`.'],
  [CatalogSection.AKS_EXTENSIONS]: ['Extensions of Azure Kubernetes Service', 'Applies when the deployment has `kubernetes.aks`.'],
  [CatalogSection.AZURE_ARC]: ['Kubernetes with Azure Arc', 'Applies when the deployment has `kubernetes.arc`.'],
  [CatalogSection.IN_CLUSTER]: ['Traffic inside a cluster', 'Applies when the deployment has `kubernetes`.'],
  [CatalogSection.VS_CODE]: ['Visual Studio Code', 'Switch it on with the scenario `vs-code`.'],
  [CatalogSection.WITHOUT_SERVICE_TAGS]: ['Host names instead of service tags', 'Switch it on with the scenario `without-service-tags`.'],
  [CatalogSection.DATA_EXFILTRATION_PROTECTION]:
    ['Data exfiltration protection', 'Switch it on with the scenario `data-exfiltration-protection`.'],
  [CatalogSection.MODEL_CATALOG]: ['Models that Azure serves', 'Switch it on with the scenario `model-catalog`.'],
  [CatalogSection.HUGGING_FACE]: ['Models of Hugging Face', 'Switch it on with the scenario `hugging-face`.'],
  [CatalogSection.REGISTRIES]: ['Registries of Azure Machine Learning', 'Switch it on with the scenario `registries`.'],
  [CatalogSection.ONLINE_ENDPOINTS]: ['Calls of online endpoints', 'Switch it on with the scenario `online-endpoints`.'],
  [CatalogSection.VS_CODE_PRODUCT]: ['All hosts of Visual Studio Code', 'Switch it on with the scenario `vs-code-product`.'],
};

/** The pages docs/catalog/*.md, by path. Each requirement has its id as an anchor: `docs/catalog/basic.md#basic.storage`. */
export function catalogPages(): ReadonlyMap<string, string> {
  return new Map([[`${FOLDER}/README.md`, index()], ...CATALOG_SECTIONS.map((section): [string, string] =>
    [`${FOLDER}/${section}.md`, page(section)])]);
}

function index(): string {
  const rows = CATALOG_SECTIONS.map((section) => {
    const [title, when] = SECTIONS[section];
    return [`[${title}](${section}.md)`, code(section), String(requirementDocuments({ section }).length), when];
  });
  return `${[
    '# Catalog', generated('npm run docs:reference'),
    `Every documented requirement, by section. The editions of the article are ${EDITIONS.map(code).join(' and ')}.`,
    'A rule names the requirements that it serves in its description, in brackets: `[basic.storage]`. Find the id here, or ask\n' +
      '`npx azureml-network lookup` for a host, an address, a service tag or a port. [Requirements](../requirements.md) explains how a\n' +
      'deployment chooses among them.',
    table(['section', 'name', 'requirements', 'when'], rows),
    'The requirements `name-resolution.udp` and `name-resolution.tcp` come from your DNS servers: see\n' +
      '[Name resolution](../security-group.md#name-resolution).',
  ].join('\n\n')}\n`;
}

function page(section: CatalogSection): string {
  const [title, when] = SECTIONS[section];
  const documents = requirementDocuments({ section });
  const rows = documents.map((one) =>
    [`[${code(one.id)}](#${one.id})`, one.direction, trafficText(one), code(one.endpoint.value || 'not documented')]);
  return `${[
    `# ${title}`, generated('npm run docs:reference'), `Section ${code(section)} of the [catalog](README.md). ${when}`,
    table(['requirement', 'direction', 'ports', 'other side'], rows), ...documents.map(entry),
  ].join('\n\n')}\n`;
}

function trafficText({ protocol, ports, nextHop }: RequirementDocument): string {
  return nextHop === undefined ? `${protocol} ${ports.join(', ')}` : `route to ${nextHop}`;
}

function entry(one: RequirementDocument): string {
  const { id, purpose, endpoint, documentedAs, conditions, clouds, editions, citation } = one;
  const { notes = [], dataExfiltration, subject, fqdnTag } = one;
  const side = endpoint.value === '' ? 'The documentation does not name the other side.'
    : `The other side is the ${KIND_WORDS[endpoint.kind]} ${code(endpoint.value)}` +
      `${documentedAs === undefined ? '' : `, which the article writes as ${code(documentedAs)}`}.`;
  const items = [
    `${one.direction === 'outbound' ? 'Outbound' : 'Inbound'}: ${trafficText(one)}. ${side}`,
    ...(subject === undefined ? [] : [`It is traffic of: ${prose(subject)}.`]),
    ...(conditions.length === 0 ? [] : [`Only when ${conditions.map((condition) => prose(conditionText(condition))).join(' and ')}.`]),
    `Clouds: ${clouds.join(', ')}. Editions: ${editions.join(', ')}.`,
    ...(dataExfiltration === undefined ? [] : [`A way out for data: ${prose(dataExfiltration)}`]),
    ...(fqdnTag === undefined ? [] : [`Held by the FQDN tag ${code(fqdnTag)} of Azure Firewall.`]),
    ...notes.map(prose),
    `Source: ${articleText(citation.article)} (${citation.date}), ${prose(citation.section)}, row ${code(citation.row)}.`,
  ];
  return `<a id="${id}"></a>\n\n## ${code(id)}\n\n${wrapped(sentence(prose(purpose)))}\n\n` +
    items.map((item) => wrapped(`- ${sentence(item)}`, '  ')).join('\n');
}

function articleText(article: string): string {
  const address = articleAddress(article);
  return address === undefined ? prose(article) : `[${prose(article)}](${address})`;
}

const KIND_WORDS: Readonly<Record<RequirementDocument['endpoint']['kind'], string>> = {
  serviceTag: 'service tag', fqdn: 'host name', url: 'URL', addressRange: 'address range', pods: 'pods', unspecified: '',
};

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
