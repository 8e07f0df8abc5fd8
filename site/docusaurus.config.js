/** Few colours of code, each with enough contrast for text of its size. */
const code = (color, backgroundColor, comment, text, word) => ({
  plain: { color, backgroundColor },
  styles: [
    { types: ['comment'], style: { color: comment } },
    { types: ['string', 'attr-value', 'inserted'], style: { color: text } },
    { types: ['keyword', 'boolean', 'number', 'key', 'atrule', 'property', 'function'], style: { color: word } },
  ],
});

/** The pages of a folder without its first page, which the name of the folder leads to. */
const withoutIndex = async ({ defaultSidebarItemsGenerator, ...folder }) =>
  (await defaultSidebarItemsGenerator(folder)).filter(({ id }) => id === undefined || !id.endsWith('/index'));

/** @type {import('@docusaurus/types').Config} */
module.exports = {
  title: 'Network rules for Azure Machine Learning',
  url: 'https://cdktf-azureml-network.github.io',
  baseUrl: '/',
  onBrokenLinks: 'throw',
  onBrokenAnchors: 'throw',
  trailingSlash: false,
  // One page that finds its parts after the "#", so that the site also works from a folder.
  future: { experimental_router: 'hash' },
  markdown: { format: 'md', mermaid: true, hooks: { onBrokenMarkdownLinks: 'throw' } },
  themes: ['@docusaurus/theme-mermaid'],
  presets: [['classic', {
    docs: { path: 'content', routeBasePath: '/', sidebarPath: './sidebars.js', breadcrumbs: true, sidebarItemsGenerator: withoutIndex },
    blog: false, pages: false, sitemap: false, theme: { customCss: './src/css/custom.css' },
  }]],
  themeConfig: {
    colorMode: { respectPrefersColorScheme: true },
    navbar: {
      title: 'azureml-network',
      items: [
        { type: 'doc', docId: 'guide', label: 'Guide' }, { type: 'doc', docId: 'catalog/index', label: 'Catalog' },
        { type: 'doc', docId: 'command-line', label: 'Command line' }, { type: 'search', position: 'right' },
        { href: 'https://github.com/cdktf-azureml-network/cdktf-azureml-network', label: 'Source', position: 'right' },
      ],
    },
    prism: {
      theme: code('#1c1e21', '#f4f6f8', '#525c66', '#0a3069', '#8a3400'),
      darkTheme: code('#e6edf3', '#161b22', '#a3adb8', '#a5d6ff', '#ffb77c'),
      additionalLanguages: ['bash', 'hcl', 'json', 'yaml'],
    },
  },
};
