import { CatalogSection } from '../requirements/catalog-section';
import { CatalogEntry, NO_PORT, ONLY_2026, section } from './entry';

/**
 * All hosts that Visual Studio Code names for itself. The article has the most used of them and links to this page for the rest. The
 * page does not say what compute needs and what the desktop of a user does.
 */
export function vsCodeProduct(): CatalogEntry[] {
  const marketplace = { tcp: '443', purpose: 'Extensions of Visual Studio Code, from its Marketplace' } as const;
  const settings = { tcp: '443', purpose: 'Search in the settings of Visual Studio Code' } as const;
  const sync = { tcp: '443', purpose: 'Settings Sync of Visual Studio Code' } as const;
  const web = { tcp: '443', purpose: 'Visual Studio Code for the Web' } as const;
  return section({
    section: CatalogSection.VS_CODE_PRODUCT, article: 'code.visualstudio.com/docs/setup/network', date: '2025-11-12',
    heading: 'Common hostnames', capability: 'vs-code', notes: [NO_PORT, 'The page names no cloud.'],
  }, [
    {
      id: 'vs-code-product.update', slot: 574, host: 'update.code.visualstudio.com', tcp: '443',
      purpose: 'Downloads and updates of Visual Studio Code',
    },
    {
      id: 'vs-code-product.documentation', slot: 572, host: 'code.visualstudio.com', tcp: '443',
      purpose: 'Documentation of Visual Studio Code',
    },
    { id: 'vs-code-product.links', slot: 1182, host: 'go.microsoft.com', tcp: '443', purpose: 'Links of Visual Studio Code' },
    { id: 'vs-code-product.marketplace', slot: 580, host: 'marketplace.visualstudio.com', ...marketplace },
    { id: 'vs-code-product.gallery', slot: 1560, host: '*.gallery.vsassets.io', ...marketplace },
    { id: 'vs-code-product.gallery-cdn', slot: 584, host: '*.gallerycdn.vsassets.io', ...marketplace },
    { id: 'vs-code-product.crash-reports', slot: 1562, host: 'rink.hockeyapp.net', tcp: '443', purpose: 'Reports of crashes' },
    { id: 'vs-code-product.settings-search-bing', slot: 1564, host: 'bingsettingssearch.trafficmanager.net', ...settings },
    { id: 'vs-code-product.settings-search', slot: 1566, host: 'vscode.search.windows.net', ...settings },
    {
      // Of the edition 2023-04-14, vs-code.websocket-server-raw is a path of this host, and most firewalls open the host for it: a second
      // rule would never match.
      id: 'vs-code-product.github-files', slot: 1568, host: 'raw.githubusercontent.com', tcp: '443', editions: ONLY_2026,
      purpose: 'Files of repositories on GitHub', notes: ['Not in the edition 2023-04-14, where vs-code has a path of this host.'],
    },
    {
      id: 'vs-code-product.badges', slot: 1570, host: 'vsmarketplacebadges.dev', tcp: '443',
      purpose: 'Badges of extensions in the Marketplace',
    },
    { id: 'vs-code-product.cdn', slot: 566, host: '*.vscode-cdn.net', tcp: '443', purpose: 'Content of Visual Studio Code' },
    {
      id: 'vs-code-product.download', slot: 578, host: 'vscode.download.prss.microsoft.com', tcp: '443',
      purpose: 'Downloads of Visual Studio Code',
    },
    {
      id: 'vs-code-product.dependencies', slot: 1572, host: 'download.visualstudio.microsoft.com', tcp: '443',
      purpose: 'What the extensions for C++ and C# need',
    },
    { id: 'vs-code-product.sync', slot: 1574, host: 'vscode-sync.trafficmanager.net', ...sync },
    { id: 'vs-code-product.sync-insiders', slot: 1576, host: 'vscode-sync-insiders.trafficmanager.net', ...sync },
    { id: 'vs-code-product.sign-in', slot: 562, host: 'vscode.dev', tcp: '443', purpose: 'Sign-in of Visual Studio Code' },
    { id: 'vs-code-product.web-extensions', slot: 564, host: '*.vscode-unpkg.net', ...web },
    { id: 'vs-code-product.experiments', slot: 570, host: 'default.exp-tas.com', tcp: '443', purpose: 'Experiments of Visual Studio Code' },
  ]);
}
