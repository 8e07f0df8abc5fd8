import { CatalogSection, Cloud, Edition, MachineLearningRequirementsProps, Scenario } from '../../lib';
import { messageOf } from '../azure/message-of';
import { NAMES, needsOf, requirementsOf } from './workspaces';

type Props = Partial<MachineLearningRequirementsProps>;

/** Props that the types refuse but plain JavaScript and files can hold. */
const untyped = (props: Record<string, unknown>) => props as Props;
const errorOf = (props: Props) => messageOf(() => requirementsOf(props));

describe('closed values', () => {
  test.each<[given: string, props: Props, message: string]>([
    ['cloud', untyped({ cloud: 'publc' }), 'cloud: "publc" is not one of "public", "government", "china"; did you mean "public"?'],
    [
      'cloud in capitals', untyped({ cloud: 'China' }),
      'cloud: "China" is not one of "public", "government", "china"; did you mean "china"?',
    ],
    [
      'cloud unlike any', untyped({ cloud: 'AzureUSGovernment' }),
      'cloud: "AzureUSGovernment" is not one of "public", "government", "china"; did you mean "government"?',
    ],
    [
      'edition', untyped({ edition: '2026-03-91' }),
      'edition: "2026-03-91" is not one of "2023-04-14", "2026-03-19"; did you mean "2026-03-19"?',
    ],
    ['no edition', untyped({ edition: undefined }), 'edition: undefined is not one of "2023-04-14", "2026-03-19"'],
    [
      'scenario', untyped({ scenarios: ['vscode'] }),
      'scenarios: "vscode" is not one of "microsoft-images", "python-packages", "rstudio", ' +
        '"storage-firewall", "vs-code", "without-service-tags", "data-exfiltration-protection", "model-catalog", "hugging-face", ' +
        '"registries", "online-endpoints", "vs-code-product"; did you mean "vs-code"?',
    ],
  ])('%s', (_given, props, message) => {
    expect(errorOf(props)).toBe(message);
  });

  // The type leaves these out; plain JavaScript can still give them.
  const named = (section: CatalogSection): string => errorOf({ scenarios: [section as string as Scenario] });

  test.each([
    [CatalogSection.BASIC, 'it always applies'],
    [CatalogSection.PUBLIC_IP_COMPUTE, 'it follows from compute.publicIp'],
    [CatalogSection.HBI_WORKSPACE, 'it follows from workspace.hbi'],
    [CatalogSection.KUBERNETES, 'it follows from kubernetes.training and kubernetes.inference'],
    [CatalogSection.AKS, 'it follows from kubernetes.aks'],
    [CatalogSection.AKS_EXTENSIONS, 'it follows from kubernetes.aks'],
    [CatalogSection.AZURE_ARC, 'it follows from kubernetes.arc'],
    [CatalogSection.IN_CLUSTER, 'it follows from kubernetes.training and kubernetes.inference'],
  ])('%s is not switched on by name', (section, reason) => {
    expect(named(section)).toBe(`scenarios: "${section}" is not switched on by name; ${reason}`);
  });

  test('every other section is switched on by one scenario of the same name', () => {
    const names = Object.values(CatalogSection).filter((section) => Object.values<string>(Scenario).includes(section));
    expect(names).toEqual(Object.values(Scenario));
  });
});

describe('region', () => {
  test.each<[given: string, props: Props, message: string]>([
    ['misspelt', { region: 'wesus2' },
      'region: "wesus2" is not a region of the cloud "public"; did you mean "westus2"? (ARM names, lower case without spaces)'],
    ['display name', { region: 'West US 2' },
      'region: "West US 2" is not a region of the cloud "public"; did you mean "westus2"? (ARM names, lower case without spaces)'],
    ['suffix of a tag', { region: 'WestEurope' },
      'region: "WestEurope" is not a region of the cloud "public"; did you mean "westeurope"? (ARM names, lower case without spaces)'],
    ['as the article writes it', { region: 'uswest' },
      'region: "uswest" is not a region of the cloud "public"; did you mean "westus"? (ARM names, lower case without spaces)'],
    ['as another vendor writes it', { region: 'us-west-2' },
      'region: "us-west-2" is not a region of the cloud "public"; did you mean "westus2"? (ARM names, lower case without spaces)'],
    [
      'unlike any', { region: 'atlantis' },
      'region: "atlantis" is not a region of the cloud "public" (ARM names, lower case without spaces)',
    ],
    ['empty', { region: '' }, 'region: "" is not a region of the cloud "public" (ARM names, lower case without spaces)'],
    ['display name in Government', { cloud: Cloud.GOVERNMENT, region: 'USGov Virginia' },
      'region: "USGov Virginia" is not a region of the cloud "government"; did you mean "usgovvirginia"? (ARM names, lower case ' +
        'without spaces)'],
    ['missing', untyped({ region: undefined }), 'region: is missing; give the ARM name as plain text, such as "westus2"'],
    ['a number', untyped({ region: 2 }), 'region: 2 is not possible; give the ARM name as plain text, such as "westus2"'],
    ['a reference', { region: '${var.region}' }, 'region: a reference is not possible here, because the suffix of regional service tags ' +
      '(Storage.WestUS2) is looked up in a table; give the ARM name as plain text, such as "westus2"'],
    ['of public Azure', { cloud: Cloud.CHINA, region: 'westus2' }, 'region: "westus2" belongs to the cloud "public", not to "china", ' +
      'whose regions are chinaeast, chinaeast2, chinaeast3, chinanorth, chinanorth2, chinanorth3'],
    [
      'of 21Vianet, as display name', { cloud: Cloud.GOVERNMENT, region: 'China East 2' },
      'region: "China East 2" belongs to the cloud "china", ' +
        'not to "government", whose regions are usdodcentral, usdodeast, usgovarizona, usgovtexas, usgovvirginia',
    ],
  ])('%s', (_given, props, message) => {
    expect(errorOf(props)).toBe(message);
  });
});

describe('facts that are true or false', () => {
  const why = 'state true or false (it decides which rules are synthesized, so it cannot be a reference)';

  test.each<[given: string, props: Props, problem: string]>([
    ['private endpoint missing', untyped({ workspace: {} }), 'workspace.privateEndpoint: is missing'],
    ['public IP missing', untyped({ compute: {} }), 'compute.publicIp: is missing'],
    ['public IP a reference', untyped({ compute: { publicIp: '${var.public}' } }), 'compute.publicIp: "${var.public}" is not possible'],
    ['HBI a text', untyped({ workspace: { privateEndpoint: true, hbi: 'true' } }), 'workspace.hbi: "true" is not possible'],
    ['training missing', untyped({ kubernetes: { inference: true } }), 'kubernetes.training: is missing'],
    ['inference missing', untyped({ kubernetes: { training: true } }), 'kubernetes.inference: is missing'],
  ])('%s', (_given, props, problem) => {
    expect(errorOf(props)).toBe(`${problem}; ${why}`);
  });

  test('a cluster that is used for nothing', () => {
    expect(errorOf({ kubernetes: { training: false, inference: false } }))
      .toBe('kubernetes: neither training nor inference is true; leave kubernetes out when no cluster is attached');
  });
});

describe('names that fill placeholders', () => {
  const cluster = { kubernetes: { training: false, inference: true, aks: { privateCluster: true, konnectivityAgent: true } } };
  const hosts = { scenarios: [Scenario.WITHOUT_SERVICE_TAGS] };
  const storage = 'workspace.storageAccountName (3 to 24 lower-case letters and digits, or a reference)';
  const registry = 'workspace.containerRegistryName (5 to 50 letters and digits, or a reference)';
  const id = 'workspace.workspaceId (a GUID such as "01234567-89ab-cdef-0123-456789abcdef", or a reference)';

  test.each<[given: string, props: Props, message: string]>([
    [
      'no storage account, public Azure', hosts,
      'requirement "hosts.notebooks-storage-file" needs workspace.storageAccountName to fill <storage> in ' +
        `"<storage>.file.core.windows.net"; state ${storage}`,
    ],
    [
      'no storage account, 21Vianet', { ...hosts, cloud: Cloud.CHINA, region: 'chinaeast2' },
      'requirement "hosts.notebooks-storage-file-china" needs ' +
        `workspace.storageAccountName to fill <storage> in "<storage>.file.core.chinacloudapi.cn"; state ${storage}`,
    ],
    ['no registry', cluster, 'requirement "kubernetes.registry" needs workspace.containerRegistryName to fill <registry> in ' +
      `"<registry>.azurecr.io"; state ${registry}`],
    [
      'no workspace id', { ...cluster, workspace: { privateEndpoint: false, ...NAMES, workspaceId: undefined } },
      'requirement "kubernetes.workspace-api" ' +
        `needs workspace.workspaceId to fill <workspace-id> in "<workspace-id>.workspace.<region>.api.azureml.ms"; state ${id}`,
    ],
  ])('%s', (_given, props, message) => {
    expect(errorOf(props)).toBe(message);
  });

  test('a name that no requirement needs may be missing', () => {
    expect(() => requirementsOf({ scenarios: [Scenario.PYTHON_PACKAGES, Scenario.RSTUDIO, Scenario.VS_CODE] })).not.toThrow();
  });

  test.each([
    ['storageAccountName', 'My-Storage', '3 to 24 lower-case letters and digits'],
    ['storageAccountName', 'ab', '3 to 24 lower-case letters and digits'],
    ['storageAccountName', 'a'.repeat(25), '3 to 24 lower-case letters and digits'],
    ['containerRegistryName', 'abcd', '5 to 50 letters and digits'],
    ['containerRegistryName', 'my.registry', '5 to 50 letters and digits'],
    ['workspaceId', '/subscriptions/x', 'a GUID such as "01234567-89ab-cdef-0123-456789abcdef"'],
    ['workspaceId', '0123456789abcdef0123456789abcdef', 'a GUID such as "01234567-89ab-cdef-0123-456789abcdef"'],
  ])('%s %s is refused even when nothing needs it', (fact, value, grammar) => {
    expect(errorOf({ workspace: { privateEndpoint: false, [fact]: value } }))
      .toBe(`workspace.${fact}: "${value}" is not valid; expected ${grammar}, or a reference`);
  });

  test.each([
    ['storageAccountName', 'abc'], ['storageAccountName', 'a'.repeat(24)], ['containerRegistryName', 'Ab123'],
    ['containerRegistryName', 'a'.repeat(50)],
  ])('%s %s is at the edge of what is allowed', (fact, value) => {
    expect(() => requirementsOf({ workspace: { privateEndpoint: false, [fact]: value } })).not.toThrow();
  });

  test('references are put in as they are, capitals included', () => {
    const needs = needsOf(requirementsOf({
      ...cluster, edition: Edition.E2023_04_14,
      workspace: {
        privateEndpoint: false, storageAccountName: '${azurerm_storage_account.Main.name}',
        containerRegistryName: '${azurerm_container_registry.Main.name}',
        workspaceId: '${azurerm_machine_learning_workspace.Main.workspace_id}',
      },
    }));
    expect(needs).toMatchObject({
      'kubernetes.storage': 'outbound TCP 443 fqdn ${azurerm_storage_account.Main.name}.blob.core.windows.net',
      'kubernetes.registry-data': 'outbound TCP 443 fqdn ${azurerm_container_registry.Main.name}.westus2.data.azurecr.io',
      'kubernetes.workspace-api':
        'outbound TCP 443 fqdn ${azurerm_machine_learning_workspace.Main.workspace_id}.workspace.westus2.api.azureml.ms',
    });
  });
});
